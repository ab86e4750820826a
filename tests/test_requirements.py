"""The acceptance list is whole, and every test that it names exists."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/reference/requirements.md"
ROW = re.compile(r"^\| ?([A-Z]{3}\d+) \|(.*)\|$", re.MULTILINE)
NAMED_TEST = re.compile(r"`([\w/.-]+\.py)::(\w+)`")
# Every id, by its letters: ids never change and none may be lost.
NUMBERS = {
    "GEN": range(1, 11),
    "PER": range(1, 11),
    "RAT": range(1, 6),
    "CSR": range(1, 5),
    "UPL": range(1, 10),
    "STO": range(1, 5),
    "SQL": range(1, 3),
    "TXT": range(1, 8),
    "URL": range(1, 5),
    "QRY": range(1, 6),
    "CAC": range(1, 6),
    "TSK": (*range(1, 4), *range(11, 31)),
    "ANA": range(1, 9),
    "AUD": range(1, 6),
    "LIV": range(1, 9),
    "TRN": range(1, 13),
    "REG": range(1, 12),
    "PAY": range(1, 11),
    "BRK": range(1, 12),
    "MAT": range(1, 10),
    "DSP": range(1, 6),
    "AWD": range(1, 9),
    "SPN": range(1, 3),
    "CHL": range(1, 3),
    "TPL": range(1, 4),
    "STF": range(1, 4),
    "COM": range(1, 3),
    "HOK": range(1, 15),
    "DEV": range(1, 13),
    "TST": range(1, 14),
    "DOC": range(1, 8),
}


def rows() -> list[tuple[str, str]]:
    """Return the id and the last column of every row."""
    return [
        (row_id, cells.rsplit(" | ", maxsplit=1)[-1])
        for row_id, cells in ROW.findall(PAGE.read_text())
    ]


@cache
def names_in(path: str) -> frozenset[str]:
    """Return the names of the tests in a file; a file that is not there has none."""
    if not (ROOT / path).exists():
        return frozenset()
    tree = ast.parse((ROOT / path).read_text())
    return frozenset(
        node.name
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        and node.name.lower().startswith("test")
    )


def test_every_row_is_there_once():
    wanted = [f"{letters}{number}" for letters, numbers in NUMBERS.items() for number in numbers]

    assert sorted(row_id for row_id, _ in rows()) == sorted(wanted)


def test_every_named_test_exists():
    named = [(row_id, *test) for row_id, cell in rows() for test in NAMED_TEST.findall(cell)]

    assert [
        f"{row}: {path}::{name}" for row, path, name in named if name not in names_in(path)
    ] == []


def test_the_last_column_holds_tests_and_nothing_else():
    crowded = [
        row_id for row_id, cell in rows() if NAMED_TEST.sub("", cell).replace("<br>", "").strip()
    ]

    assert crowded == []
