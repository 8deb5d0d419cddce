"""The closing words of commands: what was done, in figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civstats import codelists

if TYPE_CHECKING:
    from pathlib import Path

    from civstats.curate.build import Summary
    from civstats.importing import Imported
    from civstats.verify import Verification


def summary(made: Summary) -> str:
    """What a build made: documents, places, figures by theme, what was corrected, and where the files are."""
    figures = sum(made.themes.values())
    lines = [f"{made.sources} sources, {made.localities} localities, {figures} observations:"]
    themes = codelists.by_code("themes")
    lines += [
        f"  {count:>8,}  {themes[theme]['name_zh']} {themes[theme]['name_en']}" for theme, count in made.themes.items()
    ]
    lines.append(f"{len(made.corrected)} damaged tokens corrected:")
    lines += [f"  {name}  {printed} -> {read_as}  {note or ''}" for name, printed, read_as, note in made.corrected[:20]]
    if len(made.corrected) > 20:
        lines.append(f"  … and {len(made.corrected) - 20} more (status = 'corrected')")
    lines.append(f"{len(made.rows)} tables in {made.out}: {', '.join(made.rows)}")
    return "\n".join(lines)


def imported(done: Imported, raw: Path) -> str:
    """What an import made, what it left alone, and which figures it could not take."""
    figures = sum(done.documents.values())
    lines = [
        f"{len(done.documents)} documents with {figures} rows written to {raw}; review each, then run civstats build"
    ]
    if done.present:
        lines.append(f"{len(done.present)} documents were there already and were kept: {', '.join(done.present[:10])}")
    lines += [f"not taken: {exception}" for exception in done.exceptions]
    return "\n".join(lines)


def verification(found: Verification) -> str:
    """How many figures of each document were proven, and what could not be checked."""
    lines = [f"  {count:>6} figures proven  {source_id}" for source_id, count in found.proven.items()]
    lines += [f"  {count:>6} figures without a position  {source_id}" for source_id, count in found.unplaced.items()]
    if found.missing:
        lines.append(f"no text at hand for {len(found.missing)} documents: {', '.join(found.missing[:10])}")
    verdict = "every figure stands where it should" if found.ok else f"{len(found.wrong)} things do not agree"
    return "\n".join([*lines, f"{sum(found.proven.values())} figures proven; {verdict}"])
