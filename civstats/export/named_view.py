"""The view ``observations_named``: figures with what their codes mean, in both languages, and their documents.

It is put together from what a dataset has: one of another minor version may lack columns, and the view has the others.
Each column has the comment of the column that it shows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from civstats.schema import TABLES

VIEW = "observations_named"

_JOINS = {
    "s": ("sources", "s.source_id = o.source_id"),
    "l": ("localities", "l.locality_id = o.locality_id"),
    "above": ("localities", "above.locality_id = l.parent_id"),
    "i": ("indicators", "i.indicator_id = o.indicator_id"),
    "u": ("units", "u.unit_id = o.unit"),
    "r": ("codes", "r.code = o.residence and r.code_list = 'residences'"),
    "b": ("codes", "b.code = o.breakdown and b.code_list = 'breakdowns'"),
    "m": ("codes", "m.code = o.measure and m.code_list = 'measures'"),
    "c": ("codes", "c.code = o.bound and c.code_list = 'bounds'"),
}
"""Tables beside the observations (``o``) by their short name, and how a row is found; the code stands first."""
_SHOWN = """
o.observation_id o.locality_id l.name_zh=locality_zh l.name_en=locality_en l.level
above.name_zh=parent_zh above.name_en=parent_en
o.indicator_id i.name_zh=indicator_zh i.name_en=indicator_en i.theme
o.residence r.name_zh=residence_zh r.name_en=residence_en
o.breakdown b.name_zh=breakdown_zh b.name_en=breakdown_en
o.measure m.name_zh=measure_zh m.name_en=measure_en
o.year o.period_start o.period_end o.effective_from o.due
o.value o.lower o.upper o.bound c.name_zh=bound_zh c.name_en=bound_en
o.unit u.name_zh=unit_zh u.name_en=unit_en
o.area o.subject_zh o.printed o.status o.locator
o.source_id s.title_zh=source_zh s.title_en=source_en s.issuer s.issued s.url
"""
"""The columns in their order: where from, and under which name if another."""
_PLACE = re.compile(r"(\w+)\.(\w+)(?:=(\w+))?")


def view(present: Mapping[str, Collection[str]]) -> tuple[str, dict[str, str]]:
    """The statement that creates the view, and the comments of its columns.

    ``present`` are the columns that each table of the dataset has.
    """
    joined = {"o": "observations"}
    text = "from observations o"
    for short, (table, condition) in _JOINS.items():
        needed = {(one[1], one[2]) for one in _PLACE.finditer(condition)}
        tables = joined | {short: table}
        if all(column in present.get(tables.get(of, ""), ()) for of, column in needed):
            joined = tables
            text += f"\nleft join {table} {short} on {condition}"
    shown, comments = [], {}
    for of, column, name in _PLACE.findall(_SHOWN):
        if column in present.get(joined.get(of, ""), ()):
            shown.append(f"{of}.{column}{f' as {name}' if name else ''}")
            comments[name or column] = _comment(of, joined[of], column)
    return f"create view {VIEW} as\nselect {', '.join(shown)}\n{text}", comments


def described(table: str, column: str) -> str:
    """What is declared of a column, in both languages and with its unit."""
    one = next(one for one in TABLES[table].fields if one.name == column)
    return f"{one.zh} / {one.en}" + (f" [{one.unit}]" if one.unit else "")


def _comment(short: str, table: str, column: str) -> str:
    """What is declared of the column; of a name also what it is the name of."""
    said = described(table, column)
    if not column.startswith("name_"):
        return said
    found = _PLACE.findall(_JOINS[short][1])[1]
    return f"{said} <- {found[1]}: {described('localities' if found[0] == 'l' else 'observations', found[1])}"
