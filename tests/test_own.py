"""A dataset of a user's own tables: what may be left out, and what is wrong."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from civstats.dataset import Dataset
from civstats.errors import UsageError

OWN = {"locality_id": "150626", "indicator_id": "dibao_standard", "measure": "standard", "unit": "CNY/person/month"}


def frame(*rows: dict[str, Any], **cells: Any) -> pd.DataFrame:
    return pd.DataFrame([{**OWN, **cells, **row} for row in rows])


def test_observations_are_enough_for_growth_and_targets() -> None:
    plan = {"year": 2023, "value": 640.0, "measure": "target", "due": pd.Timestamp(2023, 12, 31)}
    own = Dataset.of({"observations": frame({"year": 2022, "value": 600.0}, {"year": 2023, "value": 650.0}, plan)})
    [grown] = own.growth().to_dict("records")
    assert (grown["change"], grown["computed_growth_percent"]) == (50, pytest.approx(8.333333))
    [aimed] = own.targets(as_of=pd.Timestamp(2024, 1, 1).date()).to_dict("records")
    assert aimed["attainment"] == "met"
    assert all(claim.proven(own.sql) for claim in own.growth().claims())
    assert "tables of your own: 3 observations" in repr(own)


def test_tables_that_are_whole_are_taken_as_they_are(ds: Dataset) -> None:
    names = ds.tables()["table"]
    own = Dataset.of({name: ds.arrow(name) for name in names})
    pd.testing.assert_frame_equal(pd.DataFrame(own.growth("鄂尔多斯市")), pd.DataFrame(ds.growth("鄂尔多斯市")))
    assert list(own.tables()["rows"]) == list(ds.tables()["rows"])


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({}, "needs the table observations"),
        (
            {"observations": frame({"year": 2022, "value": 1.0}), "source": frame()},
            "unknown table 'source'; nearest: sources",
        ),
        (
            {"observations": frame({"year": 2022, "valeu": 1.0})},
            "unknown column of observations 'valeu'; nearest: value",
        ),
        ({"observations": frame({"value": 1.0})}, "the table observations lacks the column year"),
        (
            {"observations": frame({"year": 2022, "value": "many"})},
            r"observations\.lower must be of type double|\.value must",
        ),
        ({"observations": frame({"year": None, "value": 1.0})}, r"observations\.year must not be empty"),
        ({"observations": frame({"year": 2022, "value": 1.0}, unit="yuan")}, "unknown unit 'yuan'"),
        ({"observations": frame({"year": 2022, "value": 1.0}, locality_id="乌审旗")}, "unknown locality_id '乌审旗'"),
        ({"observations": frame({"year": 2022, "value": 1.0, "bound": "ge"})}, "need the columns lower and upper"),
    ],
)
def test_what_is_wrong_is_said(tables: dict[str, pd.DataFrame], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        Dataset.of(tables)
