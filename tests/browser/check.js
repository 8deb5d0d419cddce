// Opens pages in a browser and prints what it found there, as JSON: one browser for all pages.
//
// Standard input: {"browser": path, "jobs": [{"page": path, "queries": ["…"]}]}. Standard output: a list of findings, one
// for each job in the same order; tests/browser_pages.py says what is in them.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const DESK = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 740 };
const PAPER = { width: 605, height: 900 }; // 160 mm, what A4 leaves between its margins
const AT_ONCE = 2;

const words = () => document.body.innerText;
const allWords = () =>
  [...document.body.childNodes].map((node) => (node.nodeName === "SCRIPT" ? "" : node.textContent)).join(" ");

// Elements that stick out at the right and are not in a box of their own that scrolls.
const overflowing = () => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const scrolls = (element) => element && (getComputedStyle(element).overflowX === "auto" || scrolls(element.parentElement));
  const found = [...document.body.querySelectorAll("*")].filter(
    (element) => element.getBoundingClientRect().right > room + 0.5 && !scrolls(element.parentElement),
  );
  return ["document", ...found.map((element) => element.outerHTML.slice(0, 120))];
};

const closed = () =>
  [...document.querySelectorAll("details > :not(summary)")]
    .filter((element) => !element.checkVisibility({ contentVisibilityAuto: true }) || !element.getClientRects().length)
    .map((element) => element.outerHTML.slice(0, 120));

// Links to no place in the page, and ids that are there twice.
const broken = () => {
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  const links = [...document.querySelectorAll('a[href^="#"]')].map((link) => link.getAttribute("href").slice(1));
  return [
    ...new Set([
      ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `two of #${id}`),
      ...links.filter((id) => !ids.includes(id)).map((id) => `nothing at #${id}`),
    ]),
  ];
};

// What follows isolated text in its line stands at the right of it, whatever that text does.
const reordered = () =>
  [...document.querySelectorAll("bdi + *")]
    .filter((next) => {
      const [before, after] = [next.previousElementSibling, next].map((element) => element.getBoundingClientRect());
      return after.top < before.bottom && after.bottom > before.top && after.left < before.right - 0.5;
    })
    .map((next) => next.parentElement.outerHTML.slice(0, 200));

async function violations(page, size) {
  await page.setViewport(size);
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  await page.evaluate(AXE);
  // What is in order is not told of, which takes a third of the time on a large page.
  const found = await page.evaluate(
    (rules) => axe.run(document, { runOnly: { type: "tag", values: rules }, resultTypes: ["violations"] }),
    RULES,
  );
  return found.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${size.width}px ${rule.id}: ${node.html.slice(0, 200)}`),
  );
}

async function search(page, query) {
  await page.$eval("input[type=search]", (input) => {
    input.value = "";
    input.dispatchEvent(new Event("input"));
  });
  await page.type("input[type=search]", query);
  return page.evaluate(() => ({
    shown: [...document.querySelectorAll("[data-search]")]
      .filter((entry) => entry.checkVisibility())
      .map((entry) => entry.innerText),
    headings: [...document.querySelectorAll("h2, h3")]
      .filter((heading) => heading.checkVisibility())
      .map((heading) => heading.innerText),
    said: document.querySelector("[aria-live]").innerText,
  }));
}

async function opened(browser, address, found, scripts) {
  const page = await browser.newPage();
  await page.setViewport(DESK);
  await page.setJavaScriptEnabled(scripts);
  page.on("request", (request) => request.url().startsWith("data:") || found.requests.push(request.url()));
  page.on("console", (message) => ["error", "warn"].includes(message.type()) && found.errors.push(message.text()));
  page.on("pageerror", (error) => found.errors.push(String(error)));
  page.on("dialog", (dialog) => {
    found.errors.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  await page.goto(address, { waitUntil: "load" });
  return page;
}

async function check(browser, job) {
  const address = pathToFileURL(job.page).href;
  const found = { page: job.page, address, requests: [], errors: [] };
  const plain = await opened(browser, address, found, false);
  found.words_without_script = await plain.evaluate(words);
  found.all_words_without_script = await plain.evaluate(allWords);
  await plain.close();

  const page = await opened(browser, address, found, true);
  found.words = await page.evaluate(words);
  found.all_words = await page.evaluate(allWords);
  found.broken = await page.evaluate(broken);
  found.reordered = await page.evaluate(reordered);
  await page.emulateMediaType("print");
  await page.setViewport(PAPER);
  found.closed_in_print = await page.evaluate(closed);
  found.overflowing_in_print = await page.evaluate(overflowing);
  await page.emulateMediaType("screen");
  await page.setViewport(PHONE);
  found.overflowing = await page.evaluate(overflowing);
  found.violations = [...(await violations(page, DESK)), ...(await violations(page, PHONE))];
  found.searches = [];
  for (const query of job.queries) found.searches.push(await search(page, query));
  await page.close();
  return found;
}

const { browser: executablePath, jobs } = JSON.parse(readFileSync(0, "utf8"));
const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
try {
  const all = new Array(jobs.length);
  const left = jobs.entries();
  const work = async () => {
    for (const [at, job] of left) all[at] = await check(browser, job);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  process.stdout.write(JSON.stringify(all));
} finally {
  await browser.close();
}
