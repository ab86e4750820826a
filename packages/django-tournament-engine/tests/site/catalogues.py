"""Catalogues of translations: read as text and as compiled, and compiled by a test."""

from ast import literal_eval
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from struct import pack, unpack_from

__all__ = ["Message", "compiled", "read_mo", "read_po"]

_MAGIC = 0x950412DE
_HEAD = 28


@dataclass(frozen=True, kw_only=True)
class Message:
    """An entry; `key` is how a compiled catalogue names it, with context and plural."""

    key: str
    translations: tuple[str, ...]
    is_fuzzy: bool


def read_po(path: Path) -> list[Message]:
    """Return the entries of a .po file, the first of which is its header."""
    return [_message(block) for block in path.read_text(encoding="utf-8").strip().split("\n\n")]


def _message(block: str) -> Message:
    lines = block.splitlines()
    texts: dict[str, str] = {}
    keyword = ""
    for line in lines:
        if line.startswith("#"):
            continue
        if not line.startswith('"'):
            keyword = line.split(" ")[0]
        texts[keyword] = texts.get(keyword, "") + literal_eval(line[line.index('"') :])
    context = f"{texts['msgctxt']}\x04" if "msgctxt" in texts else ""
    plural = f"\0{texts['msgid_plural']}" if "msgid_plural" in texts else ""
    return Message(
        key=context + texts["msgid"] + plural,
        translations=tuple(text for name, text in texts.items() if name.startswith("msgstr")),
        is_fuzzy=any(line.startswith("#,") and "fuzzy" in line for line in lines),
    )


def read_mo(path: Path) -> dict[str, str]:
    """Return the entries of a .mo file, by key; the forms of a plural are parted by a null."""
    data = path.read_bytes()
    _magic, _revision, count, keys, texts = unpack_from("<5I", data)

    def entry(table: int, number: int) -> str:
        length, start = unpack_from("<2I", data, table + 8 * number)
        return data[start : start + length].decode()

    return {entry(keys, number): entry(texts, number) for number in range(count)}


def compiled(entries: Mapping[str, str]) -> bytes:
    """Return a .mo file of these entries."""
    pairs = sorted((key.encode(), text.encode()) for key, text in entries.items())
    tables = b""
    body = b""
    start = _HEAD + 16 * len(pairs)
    for column in (0, 1):
        for pair in pairs:
            tables += pack("<2I", len(pair[column]), start + len(body))
            body += pair[column] + b"\0"
    texts = _HEAD + 8 * len(pairs)
    head = pack("<7I", _MAGIC, 0, len(pairs), _HEAD, texts, 0, start)
    return head + tables + body
