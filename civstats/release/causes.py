"""What follows from what: consequences are told from the changes that people made, and led back to them.

All functions work on the table ``changed`` of `civstats.release.rows`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from civstats.release.origin import COUNTED, FOLLOWS, SPOKEN_OF

if TYPE_CHECKING:
    import duckdb

_WORDS = (
    "title_zh", "title_en", "name_zh", "name_en", "definition_zh", "definition_en", "why_not", "remark", "url",
    "issuer", "document_number", "text_sha256", "licence", "note",
)  # fmt: skip
"""Columns from which nothing follows: a row revised in these alone is no cause of another one."""

_OTHER_THAN = 'list_filter([c."column" for c in c.columns], lambda name: not list_contains({}, name))'


TRACED = {"source_id", "indicator_id"}
"""Columns of the newer observations without which no figure leads back to its document and indicator."""


def trace(connection: duckdb.DuckDBPyConnection, *, figures: bool) -> None:
    """Tell consequences from changes: in primary tables first, then which change each consequence follows from.

    ``figures`` is whether the observations could be compared and have the columns `TRACED`.
    """
    _counted(connection)
    _places(connection)
    if figures:
        _read_otherwise(connection)
    _lead_back(connection)


def _counted(connection: duckdb.DuckDBPyConnection) -> None:
    for table, columns in COUNTED.items():
        connection.execute(
            f"""update changed c set "primary" = false
            where name = $table and kind = 'revised' and len({_OTHER_THAN.format("$columns")}) = 0""",
            {"table": table, "columns": list(columns)},
        )


def _places(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        """update changed set "primary" = false
        where name = 'localities' and kind in ('added', 'withdrawn') and len(list_filter(columns, lambda cell:
            cell."column" = 'level' and list_contains($levels, trim(coalesce(cell."new", cell."old"), '"')))) > 0""",
        {"levels": list(SPOKEN_OF)},
    )


def _read_otherwise(connection: duckdb.DuckDBPyConnection) -> None:
    """A figure whose changed columns all follow from its document, its indicator, or a renumbering, was not revised."""
    connection.execute("create temp table follows (name varchar, cause varchar, columns varchar[])")
    rows = [[table, column, list(columns)] for (table, column), columns in FOLLOWS.items()]
    connection.executemany("insert into follows values (?, ?, ?)", rows)
    connection.execute(
        """create temp table explained as
        with revised as (
            select c.key, c.columns, c.tokens, n.source_id, n.indicator_id
            from changed c join new_observations n on n.observation_id = c.key
            where c.name = 'observations' and c.kind = 'revised'
        ), causes as (
            select r.key, f.columns, s.name || ' ' || s.key as cause
            from revised r
                join changed s on s.kind = 'revised' and (s.name, s.key) in
                    (('sources', r.source_id), ('indicators', r.indicator_id))
                join follows f on f.name = s.name and list_contains([c."column" for c in s.columns], f.cause)
            union all
            select u.key, [u.cell."column"], 'observations ' || m.new_id
            from (select key, unnest(columns) as cell from revised) u
                join moved m on u.cell."old" = to_json(m.old_id)::varchar and u.cell."new" = to_json(m.new_id)::varchar
            where u.cell."column" in ('part_of', 'subset_of')
        )
        select key, flatten(list(columns)) as columns, list(distinct cause order by cause) as because
        from causes group by key"""
    )
    connection.execute(
        f"""update changed c set "primary" = false, because = e.because from explained e
        where c.name = 'observations' and c.kind = 'revised' and c.key = e.key
            and len({_OTHER_THAN.format("list_concat(e.columns, $counted)")}) = 0""",
        {"counted": list(COUNTED["observations"])},
    )


def _lead_back(connection: duckdb.DuckDBPyConnection) -> None:
    """Give each other consequence the changes of what it speaks of."""
    connection.execute(
        f"""create temp table causes as
        select distinct unnest(c.tokens) as token, c.name || ' ' || c.key as cause,
            c.name = 'observations' and c.kind in ('added', 'withdrawn') as counts
        from changed c
        where c."primary" and (c.kind <> 'revised' or len({_OTHER_THAN.format("$words")}) > 0)
        union
        select distinct token, unnest(because), false from (
            select unnest(tokens) as token, because from changed where not "primary" and len(because) > 0
        )""",
        {"words": [*_WORDS, *(column for columns in COUNTED.values() for column in columns)]},
    )
    # Figures elsewhere that were counted again speak of the same spot; a document's own figures are counted anew only
    # where some came or went; and a row that names figures follows from these, before others of the same spot.
    connection.execute(
        """create temp table traced as
        with found as (
            select t.name, t.key, t.kind, t.token, c.cause
            from (select name, key, kind, unnest(tokens) as token from changed
                  where not "primary" and len(because) = 0) t
                join causes c using (token)
            where (t.name <> 'observations' or starts_with(t.token, 'spot '))
                and (t.name <> 'sources' or (starts_with(t.token, 'document ') and c.counts))
        ), weighed as (
            select *, bool_or(starts_with(token, 'observations ')) over (partition by name, key, kind) as named
            from found
        )
        select name, key, kind, list(distinct cause order by cause) as because from weighed
        where not (named and starts_with(token, 'spot '))
        group by all"""
    )
    connection.execute(
        """update changed c set because = t.because from traced t
        where c.name = t.name and c.key = t.key and c.kind = t.kind and not c."primary" """
    )
