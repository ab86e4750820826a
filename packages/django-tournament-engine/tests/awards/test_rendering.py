"""Certificates on paper: the same bytes, the fonts inside, and no name too long."""

import gc
import tracemalloc
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfbase import pdfmetrics

from tournament_engine.awards.paper import CertificateKind, PageSize, Paper
from tournament_engine.awards.rendering import render
from tournament_engine.awards.typesetting import BOLD, PLAIN, fitted, font_for
from tournament_engine.errors import InvalidInput

PAPER = Paper(
    kind=CertificateKind.CHAMPION,
    name="Ann Example",
    team="",
    tournament="Summer Open 2026",
    game="Chess",
    held_on=date(2026, 5, 17),
    language="en",
    code="K7QM-0A2B-9XYZ-1111",
    url="https://example.org/tournaments/verify/K7QM-0A2B-9XYZ-1111/",
)

NAMES = {
    "Greek": "Αλέξανδρος Παπαδόπουλος",
    "Cyrillic": "Достоевский Фёдор",
    "Vietnamese": "Nguyễn Thị Ẩn",
    "one long word": "Donaudampfschifffahrtselektrizitätenhaup",
    "as long as can be": "W" * 80,
}


def a_picture() -> bytes:
    buffer = BytesIO()
    Image.new("RGBA", (300, 90), (20, 40, 90, 120)).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("kind", CertificateKind)
def test_the_same_paper_is_the_same_bytes(kind):
    paper = replace(PAPER, kind=kind, logo=a_picture(), signature=a_picture(), signer="Bob")

    assert render(paper) == render(replace(paper))


@pytest.mark.parametrize("name", NAMES.values(), ids=list(NAMES))
def test_every_font_that_is_named_is_inside(name):
    content = render(replace(PAPER, name=name))

    assert content.count(b"/FontFile2") == content.count(b"/Subtype /TrueType") == 2
    assert b"/Type1" not in content


def test_many_take_no_more_memory_than_a_few():
    def held(count: int) -> int:
        for number in range(count):
            render(replace(PAPER, name=f"Player {number}"))
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    render(PAPER)
    tracemalloc.start()
    try:
        few = held(2)
        assert held(20) - few < 200_000
    finally:
        tracemalloc.stop()


def test_the_paper_is_in_landscape_of_the_size_that_was_chosen():
    assert b"/MediaBox [ 0 0 841.8898 595.2756 ]" in render(PAPER)
    assert b"/MediaBox [ 0 0 792 612 ]" in render(replace(PAPER, page_size=PageSize.LETTER))


def test_a_short_name_is_large_and_a_long_one_smaller_before_it_is_broken():
    short = fitted("Ann", BOLD, width=600, largest=44, smallest=16)
    longer = fitted("Donaudampfschifffahrtselektrizit", BOLD, width=600, largest=44, smallest=16)
    two = fitted("Anna Maria " * 5, BOLD, width=600, largest=44, smallest=16)

    assert (short.size, len(short.lines)) == (44, 1)
    assert len(longer.lines) == 1
    assert 16 < longer.size < 44
    assert len(two.lines) == 2


def test_an_ellipsis_comes_only_after_three_lines():
    three = fitted("W" * 80, BOLD, width=600, largest=44, smallest=16)
    cut = fitted("W" * 400, BOLD, width=600, largest=44, smallest=16)

    assert "".join(three.lines) == "W" * 80
    assert len(cut.lines) == 3
    assert cut.lines[-1].endswith("W…")


@given(
    text=st.text(st.sampled_from("aWéЖΩ 'i-"), min_size=1, max_size=200).filter(str.strip),
    width=st.integers(120, 700),
)
def test_no_line_is_wider_than_its_room_and_nothing_is_lost_in_three(text, width):
    found = fitted(text, BOLD, width=width, largest=44, smallest=10)

    assert len(found.lines) <= 3
    for line in found.lines:
        assert pdfmetrics.stringWidth(line, found.font, found.size) <= width
    if not found.lines[-1].endswith("…"):
        assert "".join("".join(found.lines).split()) == "".join(text.split())


def test_signs_that_no_font_has_are_left_out_and_letters_are_not():
    assert font_for("Owls 🦉 United", PLAIN)[1] == "Owls United"
    with pytest.raises(InvalidInput) as raised:
        font_for("漢字", PLAIN)
    assert raised.value.code == "no_font"
    with pytest.raises(InvalidInput):
        font_for("🦉", PLAIN)


def test_a_font_of_the_site_is_asked_for_what_ours_lacks(settings):
    settings.TOURNAMENT_ENGINE = {"CERTIFICATE_FONTS": [BOLD]}

    assert font_for("Ann", PLAIN)[0] == "te-DejaVuSerif"


def test_a_file_that_is_no_font_is_named(settings, tmp_path):
    path = tmp_path / "no.ttf"
    path.write_bytes(b"no font")
    settings.TOURNAMENT_ENGINE = {"CERTIFICATE_FONTS": [str(path)]}

    with pytest.raises(InvalidInput, match="is no TrueType font"):
        font_for("漢字", PLAIN)
