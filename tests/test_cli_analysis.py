"""The commands growth and targets."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from civstats.cli import main


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_growth_as_a_table_as_csv_and_as_sentences(curated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("growth", "鄂尔多斯市", "--indicator", "dibao_standard", "--data", str(curated))
    code, table, _ = run(capsys, *asked)
    assert code == 0
    assert "holds_truncated" in table
    _, text, _ = run(capsys, *asked, "--format", "csv")
    rows = [row for row in csv.DictReader(StringIO(text)) if row["locality_id"] == "150600"]
    assert {(row["residence"], row["change"]) for row in rows} == {("urban", "50"), ("rural", "70")}
    _, claims, _ = run(capsys, *asked, "--claims")
    assert "鄂尔多斯市城市最低生活保障标准上升50元/人·月（约5.56%）" in claims
    _, query, _ = run(capsys, *asked, "--sql")
    assert "$indicator" in query


def test_targets_on_a_day(curated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("targets", "乌审旗", "--indicator", "dibao_standard", "--data", str(curated), "--format", "json")
    _, text, _ = run(capsys, *asked)
    assert {(row["attainment"], row["deadline"]) for row in json.loads(text)} == {("met", "2022-12-31")}
    _, text, _ = run(capsys, *asked, "--as-of", "2022-06-30")
    assert {row["attainment"] for row in json.loads(text)} == {"not_yet_due"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("growth", "--indicator", "dibao"), "unknown indicator 'dibao'; nearest:"),
        (("growth", "--span", "0"), "a span of 0 years"),
        (("growth", "--rule", "mean"), "unknown rule 'mean'"),
        (("targets", "乌神旗"), "乌神旗"),
    ],
)
def test_a_wrong_command_says_what_would_be_right(
    curated: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    code, _, error = run(capsys, *arguments, "--data", str(curated))
    assert code == 2
    assert message in error
