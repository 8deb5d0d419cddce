"""What the documents of the dataset say of each other and of themselves, and how it is asked and shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import MakeRaw
from relation_documents import with_parts

from civstats import codelists
from civstats.cli import main
from civstats.curate.build import build
from civstats.dataset import Dataset
from civstats.dataset import open as open_dataset
from civstats.errors import UsageError

SUMMARY, PLAN, REPORT = "ordos-2023-summary", "wushen-2022-plan", "wushen-2022-report"
REPORTED = {"kind": "report", "issued": "2024-01-20"}


def one(ds: Dataset, kind: str, result: str) -> dict[str, Any]:
    """The finding of ``kind`` on the figure ``result``."""
    found = ds.findings(kind=kind)
    [row] = found[found["finding_id"] == f"{kind}:{result}"].to_dict("records")
    return {str(name): value for name, value in row.items()}


@pytest.mark.parametrize(
    ("kind", "result", "verdict", "terms", "said"),
    [
        ("printed_growth", f"{SUMMARY}:6", "holds_truncated", "4 2", "由900元/月·人到950元/月·人增5.5556%，所印5.5%"),
        ("printed_growth", f"{SUMMARY}:7", "holds_truncated", "5 3", "由650元/月·人到720元/月·人增10.7692%，所印10.7%"),
        ("printed_growth", f"{SUMMARY}:12", "holds_truncated", "10 8", "由1700元/月·人到1800元/月·人增5.8824%"),
        ("printed_growth", f"{SUMMARY}:13", "holds", "11 9", "由975元/月·人到1100元/月·人增12.8205%，所印12.8%"),
        ("sum_of_parts", f"{SUMMARY}:14", "holds_truncated", "16 18 20", "＝268711200元，所印合计2.68亿元"),
        ("sum_of_parts", f"{SUMMARY}:15", "holds_rounded", "17 19 21", "2.75万人＋4981人＋1.04万人次＝42881人"),
        ("sum_of_parts", f"{SUMMARY}:23", "holds", "24 25 26", "13家＋28家＋8家＝49个，所印合计49家"),
        ("sum_of_parts", f"{SUMMARY}:74", "holds", "75 76", "466个＋2873个＝3339座，所印合计3339个"),
        (
            "sum_of_parts", "wushen-2023-tasks:53", "holds", "54 55 56 57 58 59",
            "100个＋114个＋67个＋149个＋540个＋256个＝1226座，所印合计1226个",
        ),
        ("sum_of_parts", "wushen-2023-tasks:12", "holds", "15 20 25 30 35 40", "＝30家，所印合计30个"),
        ("sum_of_parts", "wushen-2023-tasks:13", "holds", "16 21 26 31 36 41", "＝60家，所印合计60个"),
        ("sum_of_parts", "wushen-2023-tasks:14", "holds", "19 24 29 34 39 44", "＝[37, ∞)家，所印合计37个"),
        ("sum_of_parts", "xincheng-2023-tasks:2", "holds", "3 4", "150張＋335張＝485张，所印合计485張"),
    ],
)  # fmt: skip
def test_what_a_document_says_of_itself(
    ds: Dataset, kind: str, result: str, verdict: str, terms: str, said: str
) -> None:
    row = one(ds, kind, result)
    source = result.partition(":")[0]
    assert (row["verdict"], row["severity"]) == (verdict, "info")
    assert row["observation_ids"] == " ".join([result, *(f"{source}:{number}" for number in terms.split())])
    assert said in row["arithmetic_zh"]


@pytest.mark.parametrize(
    ("result", "level", "verdict", "base", "printed"),
    [
        (4, 2, "holds", 2, "840元/人·月"),
        (5, 3, "holds", 5, "7200元/人·年"),
        (8, 6, "holds_rounded", 8, "1600元/人·月"),
        (9, 7, "holds", 11, "10920元/人·年"),
    ],
)
def test_the_base_of_a_growth_rate_is_printed_by_another_document(
    ds: Dataset, result: int, level: int, verdict: str, base: int, printed: str
) -> None:
    row = one(ds, "implied_base", f"{PLAN}:{result}")
    assert row["observation_ids"] == f"{PLAN}:{result} {PLAN}:{level} {REPORT}:{base}"
    assert (row["verdict"], row["source_ids"]) == (verdict, f"{PLAN} {REPORT}")
    assert row["arithmetic_zh"].endswith(f"；{REPORT}印{printed}")
    assert row["arithmetic_en"].endswith(f"; {REPORT} prints {printed}")


@pytest.mark.parametrize("result", [81, 82])
def test_a_base_that_nobody_prints_is_worked_out_and_not_judged(ds: Dataset, result: int) -> None:
    row = one(ds, "implied_base", f"{SUMMARY}:{result}")
    assert row["verdict"] == "unverifiable"
    assert row["arithmetic_zh"].endswith("；未见文件印出")
    interval = {81: "(2448.2283, 2450.4836]", 82: "(2048.9156, 2050.8083]"}[result]
    assert interval in row["arithmetic_zh"]
    assert interval in row["arithmetic_en"]


def test_persons_add_up_only_with_the_lost_character(ds: Dataset) -> None:
    row = one(ds, "sum_of_parts", f"{SUMMARY}:15")
    assert row["suggestion_zh"].startswith("原印1.04人次，读作1.04万人次（")
    assert row["suggestion_zh"].endswith("；本关系支持这一读法")
    assert row["suggestion_en"] == "printed 1.04人次, read as 1.04万人次; this relation supports the reading"


def test_the_fourteen_stations_are_one_figure_without_relation(ds: Dataset) -> None:
    [(name,)] = ds.rows(
        "select observation_id from observations where source_id = 'wushen-2023-tasks' and value = 14 "
        "and indicator_id = 'care_stations'"
    )
    assert ds.findings()["observation_ids"].str.split().map(lambda ids: name in ids).sum() == 0


@pytest.mark.parametrize(
    ("number", "own", "above"),
    [
        (2, "900元/人·月", "900元/人·月"),
        (3, "7800元/人·年", "650元/人·月"),
        (6, "1700元/人·月", "1700元/人·月"),
        (7, "11700元/人·年", "975元/人·月"),
    ],
)
def test_the_banner_and_the_city_print_the_same_standards(ds: Dataset, number: int, own: str, above: str) -> None:
    """The city prints last year's values in two documents, which agree; one of them stands beside the banner's."""
    row = one(ds, "two_levels", f"{PLAN}:{number}")
    assert row["verdict"] == "holds"
    assert f"本级印{own}，鄂尔多斯市2022年" in row["arithmetic_zh"]
    assert f"印{above}" in row["arithmetic_zh"]
    assert ("÷12＝" in row["arithmetic_zh"]) == own.endswith("年")
    city = row["observation_ids"].split()[1]
    shared = ds.findings("鄂尔多斯市", verdict="holds", kind="same_quantity")["observation_ids"].str.split()
    [together] = [ids for ids in shared if city in ids]
    previous = {2: 2, 3: 3, 6: 8, 7: 9}[number]
    assert f"{SUMMARY}:{previous}" in together


CONFLICTS = [
    ("printed_change", "baotou-2022-notice:9", ["1144元/人·月", "1265元/人·月", "121", "120元/人·月"], None),
    ("printed_growth", "fumin-2023-report:6", ["5520", "6038", "9.3841", "8.58%"], "8.58%似以本期为分母（8.579）"),
    ("printed_growth", "fumin-2023-report:9", ["910", "947", "4.0659", "3.91%"], "3.91%似以本期为分母（3.9071）"),
    ("rate_of_parts", "xuancheng-2022-statistics:60", ["875.0元/人·月", "917.0元/人·月"], None),
    ("sum_of_parts", "xuancheng-2016-report:1", ["3500万元", "1536.5万元", "50365000", "4536.51万元"], None),
    ("sum_of_parts", "yangquan-2024-report:5", ["8个", "6个", "98个", "112", "118个"], None),
]


@pytest.mark.parametrize(("kind", "result", "numbers", "suggestion"), CONFLICTS, ids=[case[1] for case in CONFLICTS])
def test_a_conflict_is_registered_with_all_that_is_printed(
    ds: Dataset, kind: str, result: str, numbers: list[str], suggestion: str | None
) -> None:
    row = one(ds, kind, result)
    assert (row["verdict"], row["severity"]) == ("conflict", "warn")
    for column in ("arithmetic_zh", "arithmetic_en"):
        assert [number for number in numbers if number not in row[column]] == []
    assert row["suggestion_zh"] == suggestion or suggestion is None
    # Both values stay as they are printed; nothing is averaged and nothing dropped.
    for name in row["observation_ids"].split():
        [(printed, value, status)] = ds.rows(
            "select printed, value, status from observations where observation_id = $id", {"id": name}
        )
        assert status in ("as_printed", "converted")
        assert value is not None
        assert printed in row["arithmetic_zh"]


def test_every_finding_names_known_figures_and_what_it_is(ds: Dataset) -> None:
    found = ds.table("findings")
    known = {name for (name,) in ds.rows("select observation_id from observations")}
    named = found["observation_ids"].str.split()
    assert set(named.explode()) <= known
    assert named.map(len).eq(named.map(lambda ids: len(set(ids)))).all()
    sources = named.map(lambda ids: " ".join(sorted({name.partition(":")[0] for name in ids})))
    assert found["source_ids"].equals(sources.astype(found["source_ids"].dtype))
    assert found["finding_id"].is_unique
    warned = found["severity"] == "warn"
    contradicts = (found["verdict"] == "conflict") & (found["finding_kind"] != "target_answered")
    assert warned.equals(contradicts)
    assert (found["rule"].notna() == (found["finding_kind"] == "domain_rule")).all()
    for column in ("arithmetic_zh", "arithmetic_en"):
        assert found[column].str.len().gt(10).all()
        assert not found[column].str.contains(r"\bNone\b|\bnan\b|[?]").any()


def test_findings_are_chosen_by_place_severity_verdict_and_kind(ds: Dataset) -> None:
    everything = ds.findings()
    assert len(everything) == len(ds.table("findings"))
    assert list(everything["severity"].drop_duplicates()) == ["warn", "info"]
    inner, ordos, banner = (ds.findings(place) for place in ("内蒙古自治区", "鄂尔多斯市", "乌审旗"))
    assert set(banner["finding_id"]) < set(ordos["finding_id"]) < set(inner["finding_id"])
    assert banner["locality_id"].str.startswith("150626").all()
    assert ds.findings("150626").equals(banner)
    chosen = ds.findings("鄂尔多斯市", "info", "holds_truncated", "printed_growth")
    assert set(chosen["finding_id"]) == {f"printed_growth:{SUMMARY}:{number}" for number in (6, 7, 12)}
    assert len(ds.findings(severity="warn")) + len(ds.findings(severity="info")) == len(everything)


def test_a_town_whose_code_ends_in_zeros_is_not_its_neighbour(make_raw: MakeRaw) -> None:
    rows = [row for place in ("嘎鲁图镇", "图克镇") for row in with_parts("2家", "1家", "1家", place=place)]
    raw = make_raw([*rows[:3], rows[3], *({**row, "part_of": "4"} for row in rows[4:])], **REPORTED)
    build(raw, raw.parent / "out")
    small = open_dataset(raw.parent / "out")
    assert set(small.findings("嘎鲁图镇")["locality_id"]) == {"150626100"}
    assert set(small.findings("乌审旗")["locality_id"]) == {"150626100", "150626102"}


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"verdict": "hold"}, "unknown verdict 'hold'; nearest: holds"),
        ({"severity": "warning"}, "unknown severity 'warning'; nearest: warn"),
        ({"severity": "all"}, "unknown severity 'all'"),
        ({"kind": "sum_of_part"}, "unknown kind of finding 'sum_of_part'; nearest: sum_of_parts"),
        ({"locality": "鄂尔多市"}, "鄂尔多市"),
        ({"locality": "999999"}, "999999"),
    ],
)
def test_an_unknown_name_or_code_is_an_error_that_names_the_nearest(
    ds: Dataset, asked: dict[str, str], message: str
) -> None:
    with pytest.raises(UsageError) as caught:
        ds.findings(**asked)
    assert message in str(caught.value)


def test_what_is_asked_is_no_part_of_the_query(ds: Dataset) -> None:
    with pytest.raises(UsageError):
        ds.findings(verdict="holds' or 1 = 1 --")
    assert "关系 / relations" in str(ds.explain(f"{SUMMARY}:6"))


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str], str]:
    code = main(["check", *arguments])
    out, err = capsys.readouterr()
    return code, out.splitlines(), err


def test_check_shows_verdict_observations_arithmetic_and_a_summary(
    curated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, lines, err = run(capsys, "--data", str(curated), "--locality", "富民县", "--kind", "printed_growth")
    assert (code, err) == (0, "")
    assert lines == [
        "不成立 / Does not hold  [fumin-2023-report:6 fumin-2023-report:4 fumin-2023-report:5]",
        "  富民县2023年农村最低生活保障标准：由5520元/人·年到6038元/人·年增9.3841%，所印8.58%",
        "  Fumin County, 2023, Dibao standard (minimum living guarantee), rural: "
        "from 5520元/人·年 to 6038元/人·年 is 9.3841 %; printed 8.58%",
        "  → 8.58%似以本期为分母（8.579）",
        "  → 8.58%: perhaps the rate was taken of the new level (8.579)",
        "不成立 / Does not hold  [fumin-2023-report:9 fumin-2023-report:7 fumin-2023-report:8]",
        "  富民县2023年特困人员基本生活标准：由910元/人·月到947元/人·月增4.0659%，所印3.91%",
        "  Fumin County, 2023, Tekun basic living standard: from 910元/人·月 to 947元/人·月 is 4.0659 %; printed 3.91%",
        "  → 3.91%似以本期为分母（3.9071）",
        "  → 3.91%: perhaps the rate was taken of the new level (3.9071)",
        "2 findings",
        "       2  所印增幅与两期数值 A printed growth rate beside its two levels: 不成立 conflict",
    ]


def test_check_shows_what_warns_unless_told_otherwise(
    ds: Dataset, curated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments, count in (
        ([], len(ds.findings(severity="warn"))),
        (["--severity", "all"], len(ds.findings())),
        (["--severity", "info", "--verdict", "holds_truncated"], len(ds.findings("", "info", "holds_truncated"))),
        (["--locality", "海南区", "--severity", "all"], 0),
    ):
        code, lines, _ = run(capsys, "--data", str(curated), *arguments)
        [closing] = [number for number, line in enumerate(lines) if line == f"{count} findings"]
        assert code == 0
        assert sum(int(line.split()[0]) for line in lines[closing + 1 :]) == count
        names = {verdict["name_zh"] for verdict in codelists.rows("verdicts")}
        assert sum(line.split(" / ")[0] in names and line.endswith("]") for line in lines) == count


@pytest.mark.parametrize("arguments", [["--kind", "sums"], ["--locality", "无此地"], ["--severity", "bad"]])
def test_check_refuses_what_it_does_not_know(
    curated: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    code, lines, err = run(capsys, "--data", str(curated), *arguments)
    assert (code, lines) == (2, [])
    assert err.startswith("civstats: ")
    assert arguments[1] in err
