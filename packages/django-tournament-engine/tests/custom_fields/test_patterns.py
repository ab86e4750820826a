"""Patterns of the organiser's own: they say what regular expressions say, in linear time."""

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournament_engine.core.custom_fields.patterns import LONGEST_TEXT, compile_pattern
from tournament_engine.core.custom_fields.presets import PRESETS
from tournament_engine.errors import InvalidInput

SOURCES = [
    "",
    "a",
    "a|b",
    "^ab$",
    "(ab)+",
    "(?:a|b)*c",
    "a?b?c?",
    "a{2}",
    "a{2,}",
    "a{0,2}b",
    "(a{2}){2}",
    "(a*)*b",
    "[a-c]+",
    "[^a]b",
    "[-a]+",
    "[a-]+",
    "[]a]",
    r"\d+",
    r"\D\w",
    r"a\.b",
    r"[\d_]+",
    ".b",
    "a|",
]
TEXTS = ["".join(signs) for size in range(5) for signs in product("ab1", repeat=size)]


@pytest.mark.parametrize("source", SOURCES)
def test_a_pattern_means_what_a_regular_expression_means(source: str):
    pattern = compile_pattern(source)

    texts = [*TEXTS, "a.b", "]", "-", "-a", "c", "ac", "_1"]
    assert [pattern.matches(text) for text in texts] == [
        re.fullmatch(source, text) is not None for text in texts
    ]


parts = st.recursive(
    st.sampled_from(["a", "b", "[ab]", ".", r"\d"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"({two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{1,2}"])).map(
            lambda two: f"({two[0]}){two[1]}"
        ),
    ),
    max_leaves=6,
)


@given(source=parts, text=st.text("ab1", max_size=6))
def test_every_pattern_agrees_with_the_language_it_is_taken_from(source: str, text: str):
    expected = re.fullmatch(source, text) is not None

    assert compile_pattern(source).matches(text) == expected


REFUSED = [
    ("(a", "without its"),
    ("a)", "too many"),
    ("*a", "repeats nothing"),
    ("{2}", "repeats nothing"),
    ("a**", "Repeat a part once"),
    ("a+?", "Repeat a part once"),
    ("(?=a)b", "looks ahead"),
    ("(?P<x>a)", "looks ahead"),
    (r"(a)\1", "not understood"),
    (r"\b", "not understood"),
    ("[z-a]", "no range"),
    ("[a-\\d]", "no range"),
    ("a{5,2}", "Write a repetition"),
    ("a{x}", "Write a repetition"),
    ("a{2", "Write a repetition"),
    ("a{101}", "at most 100 times"),
    ("(a{100}){100}", "too large"),
    ("a^b", "belong at the ends"),
    ("a$b", "belong at the ends"),
    ("\\", "ends in the middle"),
    ("[abc", "ends in the middle"),
    ("a" * 201, "at most 200 characters"),
]


@pytest.mark.parametrize(("source", "sentence"), REFUSED)
def test_what_needs_going_back_or_makes_no_sense_is_refused(source: str, sentence: str):
    with pytest.raises(InvalidInput, match=sentence) as refused:
        compile_pattern(source)

    assert (refused.value.code, refused.value.field) == ("bad_pattern", "pattern")


@pytest.mark.parametrize("source", ["(a*)*b", "(a|a)*b", "(a|ab|b)*c", "(.*)*x", "a*a*a*a*a*b"])
def test_no_text_makes_a_pattern_go_back(source: str):
    pattern = compile_pattern(source)
    looks = 0

    def counted(sign: str, *, take: object) -> bool:
        nonlocal looks
        looks += 1
        return bool(take(sign))  # type: ignore[operator]

    for state, (take, end) in list(pattern.machine.takes.items()):
        pattern.machine.takes[state] = (lambda sign, take=take: counted(sign, take=take), end)  # type: ignore[misc]
    pattern.matches("a" * LONGEST_TEXT)
    compile_pattern.cache_clear()

    # Once a sign and a place in the pattern: never more, whatever the text.
    assert looks <= LONGEST_TEXT * pattern.machine.size


GOOD = [
    ("riot", "Ann Lee#EUW"),
    ("riot", "임요환#KR1"),
    ("discord", "ann.lee"),
    ("discord", "Ann Lee#0042"),
    ("phone", "+49 30 1234567"),
    ("phone", "(030) 123-4567"),
]
BAD = [
    ("riot", "Ann Lee"),
    ("riot", "An#EUW"),
    ("riot", "Ann#EUWEST"),
    ("discord", "ann..lee"),
    ("discord", "A"),
    ("discord", "Ann Lee"),
    ("phone", "12345"),
    ("phone", "+1234567890123456"),
    ("phone", "call me"),
]


@pytest.mark.parametrize(("preset", "text"), GOOD)
def test_the_patterns_with_names_take_what_is_theirs(preset: str, text: str):
    assert PRESETS[preset].accepts(text)


@pytest.mark.parametrize(("preset", "text"), BAD)
def test_the_patterns_with_names_refuse_the_rest(preset: str, text: str):
    assert not PRESETS[preset].accepts(text)
