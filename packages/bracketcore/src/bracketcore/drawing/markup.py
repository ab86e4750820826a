"""Elements of a picture as text: everything that a person wrote is escaped here."""

import re
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

__all__ = ["Piece", "element", "escaped", "group", "text"]

# What XML 1.0 has no way to write, not even escaped.
UNWRITABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a picture: its elements, drawn from 0,0, and the room that they take."""

    elements: tuple[str, ...]
    width: int
    height: int


def escaped(words: str) -> str:
    """The words as they stand in an element or in an attribute.

    >>> escaped('<"Ann" & Bob>')
    '&lt;&quot;Ann&quot; &amp; Bob&gt;'
    """
    return escape(UNWRITABLE.sub("\ufffd", words), {'"': "&quot;", "\r": "&#13;"})


def element(name: str, *children: str, **attributes: str | int) -> str:
    """An element; its children are elements or escaped words.

    An underscore in the name of an attribute stands for a hyphen, but for the last one.

    >>> element("rect", x=1, class_="card", aria_label="Ann & Bob")
    '<rect x="1" class="card" aria-label="Ann &amp; Bob"/>'
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped(str(value))}"'
        for key, value in attributes.items()
    )
    return f"<{name}{given}>{''.join(children)}</{name}>" if children else f"<{name}{given}/>"


def text(words: str, x: int, y: int, *styles: str) -> str:
    look = {"class_": " ".join(styles)} if styles else {}
    return element("text", escaped(words), x=x, y=y, **look)


def group(role: str, title: str, description: str, *children: str) -> str:
    """Elements that a screen reader takes together, and what it says of them."""
    told = (element("title", escaped(title)), element("desc", escaped(description)))
    return element("g", *told, *(f"\n{child}" for child in children), role=role)
