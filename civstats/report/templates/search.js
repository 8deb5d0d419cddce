// The box appears where scripts run. An entry stays that has all the words, wherever in its title, codes and pinyin.
const box = document.querySelector(".search");
const input = box.querySelector("input");
const said = box.querySelector("[aria-live]");
const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/['’\u2060\u200b]/g, "");
const entries = [...document.querySelectorAll("[data-search]")].map((entry) => [entry, plain(entry.dataset.search)]);

input.addEventListener("input", () => {
  const words = plain(input.value).split(/\s+/).filter(Boolean);
  for (const [entry, text] of entries) entry.hidden = !words.every((word) => text.includes(word));
  for (const group of document.querySelectorAll("[data-group]")) {
    group.hidden = !group.querySelector("[data-search]:not([hidden])");
  }
  for (const link of document.querySelectorAll(".contents a")) {
    link.parentElement.hidden = Boolean(document.querySelector(link.hash).closest("[hidden]"));
  }
  const count = entries.filter(([entry]) => !entry.hidden).length;
  const pattern = count === 1 ? box.dataset.one : box.dataset.many;
  said.textContent = words.length ? pattern.replace("{count}", count) : "";
});
box.hidden = false;
