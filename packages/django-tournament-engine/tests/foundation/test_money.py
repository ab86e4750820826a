"""Money as people write it: exact, in their own format, or refused."""

from decimal import Decimal

import pytest
from django.utils import translation

from tournament_engine.errors import InvalidInput
from tournament_engine.money import checked_currency, major, minor, minor_units, shown, written


@pytest.mark.parametrize(
    ("language", "text", "currency", "amount"),
    [
        ("en", "12.5", "EUR", 1250),
        ("en", "1,250.00", "EUR", 125000),
        ("en", " 1 250 ", "JPY", 1250),
        ("de", "1.250,75", "EUR", 125075),
        ("de", "1.250", "EUR", 125000),
        ("de", "12.50", "EUR", 1250),
        ("en", "1.234", "KWD", 1234),
        ("en", "7", "CREDITS", 7),
        ("en", "0", "EUR", 0),
    ],
)
def test_an_amount_is_read_in_the_readers_format(language, text, currency, amount):
    with translation.override(language):
        assert minor_units(text, currency) == amount


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("1.234", "EUR"),
        ("1.5", "JPY"),
        ("-1", "EUR"),
        ("1e99", "EUR"),
        ("1e999999", "EUR"),
        ("NaN", "EUR"),
        ("", "EUR"),
    ],
)
def test_what_is_no_amount_is_refused(text, currency):
    with pytest.raises(InvalidInput) as raised:
        minor_units(text, currency)

    assert raised.value.code == "amount"


def test_an_amount_that_is_written_is_read_again():
    for language in ("en", "de"):
        with translation.override(language):
            assert minor_units(written(123456, "EUR"), "EUR") == 123456


def test_an_amount_is_shown_with_its_currency_in_the_readers_format():
    with translation.override("en"):
        assert shown(125075, "EUR") == "1,250.75\xa0EUR"
    with translation.override("de"):
        assert shown(125075, "EUR") == "1.250,75\xa0EUR"


@pytest.mark.parametrize("text", ["€", "EURO CENTS", "", "A" * 13, "ÄÖÜ"])
def test_a_currency_is_a_code(text):
    with pytest.raises(InvalidInput):
        checked_currency(text)


def test_a_unit_of_the_sites_own_has_no_parts():
    assert shown(500, "CREDITS") == "500\xa0CREDITS"
    assert minor(major(500, "CREDITS"), "CREDITS") == 500


def test_a_part_of_the_smallest_unit_is_refused():
    with pytest.raises(InvalidInput):
        minor(Decimal("1.5"), "JPY")
