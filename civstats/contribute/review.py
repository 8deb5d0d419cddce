"""The review of one document on its own: what a build would refuse, what the text and the other figures say of it.

*Problems* must be mended before the document can be built. *Remarks* need a look: a sum that does not come out may be
the document's own mistake, which stays in the dataset as it is printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civstats.contribute import text as texts
from civstats.contribute.fill import fill as fill_cells
from civstats.contribute.placing import Placing, place
from civstats.contribute.readings import Row, readings
from civstats.contribute.remarks import Remark, remarks
from civstats.contribute.text import Text
from civstats.contribute.tokens import shown
from civstats.curate import observations
from civstats.errors import Problem, UsageError
from civstats.reading import raw, sheet, source
from civstats.reading.raw import SHEET_FILE, SOURCE_FILE, Raw

if TYPE_CHECKING:
    import pyarrow as pa

    from civstats.dataset import Dataset


@dataclass
class Review:
    """What is to be said of one document.

    ``figures`` are the rows of `civstats.contribute.readings`; ``holding`` counts the relations with other figures that
    hold, None where they were not looked at since there are problems; ``filled`` are the positions written.
    """

    source_id: str
    figures: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    filled: list[str] = field(default_factory=list)
    proven: int | None = None
    """How many figures stand at their position; None without a text."""
    holding: int | None = None

    @property
    def ok(self) -> bool:
        return not self.problems

    def to_dict(self) -> dict[str, Any]:
        """The review as JSON has it."""
        return {"ok": self.ok, **asdict(self)}


def folder_of(path: Path) -> Path:
    """The folder of the document that ``path`` names: itself, or that of its `source.toml` or `figures.csv`.

    Raises UsageError where there is none.
    """
    folder = path.parent if path.name in (SOURCE_FILE, SHEET_FILE) else path
    if folder.name in ("", ".."):
        folder = folder.resolve()
    if not folder.is_dir():
        raise UsageError(f"{path} is no folder of a document -> name the folder with {SOURCE_FILE} and {SHEET_FILE}")
    return folder


def review(path: Path, published: Dataset, text: Path | None = None, *, fill: bool = False) -> Review:
    """Review the document at ``path`` beside the ``published`` figures, and against its ``text`` if that is at hand.

    With ``fill`` the positions that the text leaves no doubt about are first written into the sheet. Raises UsageError
    where there is no document or no text, LocationError where the sheet cannot be written.
    """
    folder, content = folder_of(path), texts.read(text) if text else None
    if fill and content is None:
        raise UsageError("to fill in positions the text must be at hand -> name it with --text")
    made = _Reviewing(folder, content)
    filled = made.fill() if fill else []
    if filled:
        made = _Reviewing(folder, content)
    found = made.review(published)
    found.filled = filled
    if fill and made.placing.found and not made.is_text:
        what = "no position was filled in: this may not be the text of the document"
        todo = f"first mend the problems of {SOURCE_FILE}"
        found.remarks.append(Problem((folder / SOURCE_FILE).as_posix(), 0, 0, what, todo))
    return found


class _Reviewing:
    """One document, read."""

    def __init__(self, folder: Path, text: Text | None) -> None:
        self.folder, self.text = folder, text
        self.document: Raw = raw.read_document(folder)
        self.problems = list(self.document.problems)
        self.observed: pa.Table | None = None
        if self.document.rows is not None:
            self.observed, problems = observations.read(self.document)
            self.problems += problems
        self.placing = Placing()
        if self.text and self.observed is not None:
            self.placing = place(self.text.characters, self.document.rows, self.observed, self._fault)

    @property
    def _sheet(self) -> Path:
        return self.folder / SHEET_FILE

    @property
    def _recorded(self) -> str | None:
        """The hash that the document records of its text; None where its facts cannot be read."""
        document = self.document.sources[0]
        return document.text_sha256 if document.title_zh else None

    @property
    def is_text(self) -> bool:
        """Whether the text at hand is the document's, so far as that is recorded."""
        return self.text is not None and self._recorded in ("", self.text.sha256)

    def _line(self, row: int) -> int:
        line: int = self.document.rows["line"][row].as_py()
        return line

    def _fault(self, row: int, column: str, what: str, todo: str) -> Problem:
        line, at = sheet.cell_position(self._sheet, self._line(row), column)
        return Problem(self._sheet.as_posix(), line, at, f"{column}: {what}", todo)

    def fill(self) -> list[str]:
        """Write the positions that are certain, if this is the text of the document; returns what was written."""
        assert self.text is not None
        found = self.placing.found
        if not found or not self.is_text:
            return []
        cells = {
            (self._line(row), column): str(position)
            for row, span in found.items()
            for column, position in zip(("start", "end"), span, strict=True)
        }
        fill_cells(self._sheet, cells)
        return [shown(self.text.characters, span) for _, span in sorted(found.items())]

    def review(self, published: Dataset) -> Review:
        made = Review(self.folder.name, problems=self.problems)
        if self.observed is None:
            return made
        made.figures = readings(self.observed)
        if not made.figures and not any(problem.file == self._sheet.as_posix() for problem in made.problems):
            what = "the sheet has no figure yet"
            made.problems.append(Problem(self._sheet.as_posix(), 2, 1, what, "write one row a figure below the header"))
        self._against_text(made)
        made.remarks += self._resting_on_nothing()
        if not made.problems:
            [document] = self.document.sources
            found, made.holding = remarks(document, self.observed, published)
            told = partial(self._told, {row["no"]: number for number, row in enumerate(made.figures)})
            made.problems += [told(remark) for remark in found if remark.breaks]
            made.remarks += [told(remark) for remark in found if not remark.breaks]
        made.problems.sort()
        made.remarks.sort()
        return made

    def _told(self, rows: dict[int, int], remark: Remark) -> Problem:
        return self._fault(rows[remark.figure_no], "printed", remark.what, remark.todo)

    def _resting_on_nothing(self) -> Iterator[Problem]:
        """The first of the figures without a position and without readers; with the text each is told on its own."""
        assert self.observed is not None
        columns = zip(self.observed["evidence"].to_pylist(), self.observed["char_start"].to_pylist(), strict=True)
        rows = [row for row, (evidence, start) in enumerate(columns) if evidence == "position" and start is None]
        if rows and self.text is None:
            what = f"{len(rows)} figure{'s have' if len(rows) > 1 else ' has'} no position, beginning with this one"
            todo = 'find positions with --text and --fill; where no text is at hand, say evidence = "noted_once"'
            yield self._fault(rows[0], "start", what, f'{todo} or "noted_twice" in {SOURCE_FILE}')

    def _against_text(self, made: Review) -> None:
        if self.text is None:
            return
        made.problems += self.placing.problems
        made.remarks += self.placing.remarks
        made.proven = self.placing.proven
        recorded = self._recorded
        if recorded is not None and recorded != self.text.sha256:
            made.problems.append(self._hash(recorded))

    def _hash(self, recorded: str) -> Problem:
        assert self.text is not None
        path = self.folder / SOURCE_FILE
        todo = f'text_sha256 = "{self.text.sha256}" if {self.text.path.name} is the text that the sheet was made from'
        if not recorded:
            return Problem(path.as_posix(), 0, 0, "no text_sha256 says which text this is", todo)
        line, column = source.value_position(path.read_text(encoding="utf-8-sig"), "text_sha256")
        what = f"the text has SHA-256 {self.text.sha256[:12]}…, recorded is {recorded[:12]}…"
        return Problem(path.as_posix(), line, column, what, todo)
