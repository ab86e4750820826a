import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournament_engine.errors import InvalidInput
from tournament_engine.text import fold, one_line, sentence, whole_number


def clean(text: str) -> str:
    return one_line(text, field="name", longest=10)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Ann ", "Ann"),
        ("Ann  Lee", "Ann Lee"),
        ("Zoe\u0308", "Zoë"),
        ("李雷", "李雷"),
        ("Ann\u00a0Lee", "Ann Lee"),
        ("O'Neill", "O'Neill"),
        ("👍", "👍"),
    ],
)
def test_names_are_stored_composed_and_trimmed(typed: str, stored: str):
    assert clean(typed) == stored


@pytest.mark.parametrize(
    "sign",
    list("\x00\x07\t\x7f\xad\u200b\u200d\u202e\u2066\ufeff\ue000\ud800\u2028\u3164\u2800"),
    ids=lambda sign: f"U+{ord(sign):04X}",
)
def test_characters_that_cannot_be_seen_are_refused_by_their_code(sign: str):
    with pytest.raises(InvalidInput) as refused:
        clean(f"A{sign}b")

    assert (refused.value.code, refused.value.field) == ("unseen_character", "name")
    assert f"U+{ord(sign):04X}" in refused.value.message


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_is_no_name(text: str):
    with pytest.raises(InvalidInput, match="Enter a name"):
        clean(text)


def test_a_name_as_long_as_allowed_passes_and_one_more_does_not():
    assert clean("x" * 10) == "x" * 10
    with pytest.raises(InvalidInput, match="at most 10 characters"):
        clean("x" * 11)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ann", "ANN"), ("Straße", "STRASSE"), ("Zoë", "Zoe\u0308"), ("\uff21nn", "ann")],
)
def test_names_that_people_call_the_same_fold_to_the_same(one: str, other: str):
    assert fold(one) == fold(other)


@given(st.text(max_size=30))
def test_what_is_stored_is_stored_the_same_again(text: str):
    try:
        stored = one_line(text, field="name", longest=80)
    except InvalidInput:
        return

    assert one_line(stored, field="name", longest=80) == stored


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(text: str):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("sent", "number"),
    [("7", 7), ("0", 0), ("", None), ("-1", None), ("²", None), ("٣", None), ("9" * 5000, None)],
    ids=["7", "0", "nothing", "less", "superscript", "other digits", "endless"],
)
def test_only_what_a_row_can_have_is_a_number_that_a_page_sent(sent: str, number: int | None):
    assert whole_number(sent) == number


def test_a_reason_may_be_typed_in_several_lines():
    typed = "It rains.\r\n\r\nThe hall\nis flooded."

    assert sentence(typed, field="reason", longest=60) == "It rains. The hall is flooded."
