"""An HTML page taken apart by the parser of the standard library, as far as the tests of the reports look at it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"img", "input", "meta", "wbr"})
ADDRESSES = ("href", "src", "action", "srcset", "poster", "data", "formaction", "background")


@dataclass(eq=False)
class Element:
    """An element with its attributes and, in order, the texts and elements in it."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    inside: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it, white space made single."""
        return squeezed("".join(self._texts()))

    def _texts(self) -> Iterator[str]:
        for part in self.inside:
            if isinstance(part, str):
                yield part
            else:
                yield from part._texts()

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def all(self, *tags: str, css: str = "") -> list[Element]:
        """The elements in it of these tags (of all without any) and the class ``css``, in their order."""
        found = []
        for part in self.inside:
            if isinstance(part, Element):
                if (not tags or part.tag in tags) and (not css or css in part.classes):
                    found.append(part)
                found += part.all(*tags, css=css)
        return found

    def one(self, *tags: str, css: str = "") -> Element:
        [found] = self.all(*tags, css=css)
        return found

    def at(self, anchor: str) -> Element:
        [found] = [element for element in self.all() if element.attributes.get("id") == anchor]
        return found

    def speaking(self) -> Iterator[tuple[str, Element, str]]:
        """Every text in it with the element it is in, and the language that it is said to have."""
        for part in self.inside:
            if isinstance(part, str):
                yield part, self, self.language
            else:
                yield from part.speaking()

    @property
    def language(self) -> str:
        return self.attributes.get("lang") or (self.parent.language if self.parent else "")


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.at = self.root = Element("", {})
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(set(names)) != len(names):
            self.wrong.append(f"an attribute twice in {self.get_starttag_text()}")
        element = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.inside.append(element)
        if tag not in VOID:
            self.at = element

    def handle_endtag(self, tag: str) -> None:
        if self.at.tag != tag or self.at.parent is None:
            self.wrong.append(f"</{tag}> where <{self.at.tag}> is open, line {self.getpos()[0]}")
        else:
            self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.inside.append(data)

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"a comment: {data}")


def parsed(content: bytes) -> Element:
    """The root of a page. Fails where elements are not nested and closed, an attribute is there twice, or a comment."""
    parser = _Parser()
    parser.feed(content.decode("utf-8"))
    parser.close()
    assert not parser.wrong, parser.wrong
    assert parser.at is parser.root
    return parser.root


def squeezed(text: str) -> str:
    return " ".join(re.split(r"[ \t\r\n\f]+", text)).strip()
