"""`civstats plot`: each kind draws a file and says what it shows; what cannot be drawn is one line and exit code 2."""

from __future__ import annotations

from pathlib import Path

import pytest

from civstats.cli import main

COMPARE = ("--indicator", "dibao_standard", "--year", "2023", "-r", "urban", "--level", "prefecture")
OWN = ("--locality", "重庆市", "--indicator", "dibao_standard", "-r", "urban")


@pytest.mark.parametrize(
    ("kind", "asked", "said"),
    [
        ("compare", (*COMPARE, "--lang", "en"), "Ordos City"),
        ("growth", OWN, "重庆市"),
        ("change", ("--indicator", "dibao_standard", "-r", "urban", "--year", "2023", "--level", "county"), "2023"),
        ("attainment", ("--locality", "乌审旗", "--year", "2022"), "目标"),
        ("coverage", ("--locality", "鄂尔多斯市"), "鄂尔多斯市"),
    ],
)
def test_each_kind_draws_and_says_what_it_shows(
    curated: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, asked: tuple[str, ...], said: str
) -> None:
    out = tmp_path / f"{kind}.svg"
    assert main(["plot", kind, *asked, "--data", str(curated), "-o", str(out)]) == 0
    assert out.read_text(encoding="utf-8").lstrip().startswith("<?xml")
    assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        (("compare", "--indicator", "dibao_standard"), "needs --indicator and --year"),
        (("change", "--indicator", "dibao_standard", "-r", "urban", "--year", "2023"), "choose one with --level"),
        (("growth", "--locality", "海淀区"), "holds nothing"),
        (("growth", "--locality", "无此县"), "无此县"),
        (("coverage", "-o", "chart.doc"), "ends in none of"),
        (("coverage", "--locality", "鄂尔多斯市", "-o", "no/such/folder/chart.svg"), "cannot write"),
    ],
)
def test_what_cannot_be_drawn_is_one_line(
    curated: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    wrong: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    given = [*arguments, *(() if "-o" in arguments else ("-o", "chart.svg"))]
    assert main(["plot", *given, "--data", str(curated)]) == 2
    assert wrong in capsys.readouterr().err
    assert list(tmp_path.glob("**/*.svg")) == []
