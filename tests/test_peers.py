"""The places to compare a place with: nearest first, by a rule that every row prints."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from own_figures import ORDOS, own, places

from civstats.analysis.peers import STEPS
from civstats.cli import main
from civstats.codelists.localities import localities
from civstats.dataset import Dataset
from civstats.errors import UsageError


def test_the_counties_of_the_prefecture_come_first(ds: Dataset) -> None:
    found = ds.peers("乌审旗", n=12)
    assert found["locality_id"].tolist()[:8] == [code for code in ORDOS if code != "150626"]
    assert found["step"].tolist() == [1] * 8 + [2] * 4
    assert set(found["level"]) == {"county"}
    assert found["rule_zh"].unique().tolist() == ["同级、同一上级（县区）", "同级、同省（县区）"]


@pytest.mark.parametrize("place", ["150626", "150600", "150000", "310115"])
def test_every_peer_is_where_its_rule_says(ds: Dataset, place: str) -> None:
    """The steps, derived anew from the code list; nobody is left out who is as near as the last one."""
    found = ds.peers(place, n=200)
    own_place, every = localities()[place], localities()

    def step(code: str) -> int:
        if every[code].parent_id == own_place.parent_id is not None:
            return 1
        return 2 if code[:2] == place[:2] else 3 if code[:1] == place[:1] else 4

    wanted = [code for code, one in every.items() if one.level == own_place.level and code != place]
    wanted = sorted(wanted, key=lambda code: (step(code), code))[:200]
    assert found["locality_id"].tolist() == wanted
    assert found["step"].tolist() == [step(code) for code in wanted]
    assert [STEPS[step][1] in rule for step, rule in zip(found["step"], found["rule_en"], strict=True)].count(
        False
    ) == 0


def test_only_places_with_comparable_figures(ds: Dataset) -> None:
    found = ds.peers("鄂尔多斯市", "dibao_standard", 2023, "urban", n=3)
    assert found["place_zh"].tolist() == ["包头市", "大连市", "宿州市"]
    assert found[["value", "unit"]].to_numpy().tolist()[0] == [882.0, "CNY/person/month"]


def test_plans_floors_and_other_places_are_no_peers() -> None:
    rows = [
        *places(ORDOS[:2], [700, 710]),
        *places([ORDOS[2]], [720], measure="target"),
        *places([ORDOS[3]], [730], bound="ge"),
        *places(["150600"], [950]),
    ]
    assert own(rows).peers("乌审旗", "dibao_standard", 2023, "urban")["locality_id"].tolist() == ORDOS[:2]


def test_none_where_nobody_has_figures(ds: Dataset) -> None:
    found = ds.peers("乌审旗", "dibao_standard", 1999, "urban")
    assert (len(found), found.claims()) == (0, [])
    assert "rule_zh" in found.columns


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"locality": "乌审镇"}, "nearest"),
        ({"locality": "乌审旗", "n": 0}, "at least one"),
        ({"locality": "乌审旗", "indicator": "dibao_standard"}, "indicator and year together"),
        ({"locality": "乌审旗", "indicator": "dibao", "year": 2023}, "unknown indicator"),
    ],
)
def test_a_question_that_cannot_be_answered_is_an_error(ds: Dataset, asked: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        ds.peers(**asked)


def test_the_command(curated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["peers", "乌审旗", "-n", "2", "--data", str(curated)]) == 0
    assert "东胜区" in capsys.readouterr().out
