"""What a reader of a page sees or hears: its texts, without what people typed in."""

import re
from collections.abc import Collection, Iterator
from html.parser import HTMLParser

__all__ = ["unmarked"]

#: No text of the engine stands in these: names, times, what was typed, and code.
_SILENT = {"bdi", "code", "time", "textarea", "script", "style"}
_SPOKEN = ("title", "aria-label", "alt", "placeholder")
_VOID = {"input", "meta", "link", "br", "img", "path"}

#: What is the same in every language.
_COMMON = re.compile(
    r"""
      \b(?:[A-Z]\.)?(?:R|U|L|GF\.?)\d+(?:\.\d+)?\b | \b3P\b   # codes of matches: A.R3.2
    | \b(?:DE|SD|SF|DE:SD|DE:SF)\b                            # FIDE's codes of tie-breaks
    | -\ Select\ an\ option\ -                              # Django's own, from 6.1 on
    """,
    re.VERBOSE,
)


class _Reader(HTMLParser):
    """Collects the texts of a page, those of attributes that are read aloud included."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self.open.append(tag)
        self.texts += [
            value
            for name, value in attrs
            if value and (name in _SPOKEN or name.startswith("data-te-"))
        ]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not _SILENT.intersection(self.open):
            self.texts.append(data)


def unmarked(page: str, typed: Collection[str]) -> Iterator[str]:
    """Yield each text of a page that is neither between « and » nor typed by somebody."""
    reader = _Reader()
    reader.feed(page)
    names = "|".join(re.escape(name) for name in sorted(typed, key=len, reverse=True))
    for text in reader.texts:
        left = re.sub(names, "", text)
        while left != (left := re.sub("«[^«»]*»", "", left)):
            pass
        if re.search(r"[^\W\d_]", _COMMON.sub("", left)):
            yield " ".join(text.split())
