"""Clicks and views: counted without knowing anybody, and told to the sponsors."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.desk.browsing import address, log_in
from tests.factories import a_tournament, a_user
from tests.sponsoring import BROWSER, a_sponsor, a_sponsorship, over

from tournament_engine.sponsor import services
from tournament_engine.sponsor.models import SponsorClick, SponsorDay
from tournament_engine.sponsor.report import csv_lines, report_of

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 1, 12, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


def a_cup(**fields: Any) -> Any:
    return a_tournament(entrants=0, **fields)


def click(row: Any, client: Any = None, **headers: str) -> Any:
    told = {"User-Agent": BROWSER, **headers}
    return (client or Client()).get(row.get_absolute_url(), headers=told)


def clicks() -> int:
    return sum(SponsorDay.objects.values_list("clicks", flat=True))


def see(cup: Any, **headers: str) -> Any:
    where = address("sponsors_seen", cup.slug)
    return Client().post(where, headers={"User-Agent": BROWSER, **headers})


def test_a_click_leads_to_the_stored_address_and_is_counted():
    row = a_sponsorship(a_cup())

    answer = click(row)

    assert (answer.status_code, answer["Location"]) == (302, row.sponsor.url)
    assert answer["Cache-Control"] == "no-store"
    assert (clicks(), SponsorClick.objects.count()) == (1, 1)


@pytest.mark.parametrize("more", ["?next=https://evil.example.org", "?url=//evil.example.org"])
def test_nothing_in_the_request_leads_elsewhere(more: str):
    row = a_sponsorship(a_cup())

    answer = Client().get(row.get_absolute_url() + more, headers={"Host": "testserver"})

    assert answer["Location"] == row.sponsor.url


def test_a_visitor_counts_once_an_hour():
    row = a_sponsorship(a_cup())
    moments = (NOON, NOON + HOUR / 2, NOON + HOUR)

    told = [services.record_click(sponsorship=row, visitor="a", now=at) for at in moments]
    told.append(services.record_click(sponsorship=row, visitor="b", now=NOON))

    assert told == [True, False, True, True]
    assert (clicks(), SponsorClick.objects.count()) == (3, 3)


def test_a_second_click_writes_nothing(django_assert_num_queries):
    row = a_sponsorship(a_cup())
    click(row)
    before = list(SponsorDay.objects.values())

    click(row)

    assert list(SponsorDay.objects.values()) == before
    assert SponsorClick.objects.count() == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Googlebot/2.1 (+http://www.google.com/bot.html)"},
        {"User-Agent": "curl/8.5.0"},
        {"User-Agent": "Mozilla/5.0 (compatible; bingbot/2.0)"},
        {"User-Agent": ""},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"Sec-Fetch-Mode": "no-cors"},
    ],
)
def test_what_nobody_clicked_leads_on_and_is_not_counted(headers: dict[str, str]):
    row = a_sponsorship(a_cup())

    assert click(row, **headers)["Location"] == row.sponsor.url

    assert (clicks(), SponsorClick.objects.count()) == (0, 0)


def test_asking_for_the_head_alone_is_no_click():
    row = a_sponsorship(a_cup())

    assert Client().head(row.get_absolute_url(), headers={"User-Agent": BROWSER}).status_code == 302

    assert clicks() == 0


def test_a_click_on_what_is_not_shown_finds_nothing():
    shown, other = a_sponsorship(a_cup()), a_sponsorship(a_cup())
    hidden = a_sponsorship(a_cup(visibility="private"))
    over(other)
    elsewhere = address("sponsor", other.tournament.slug, shown.pk)

    statuses = [click(row).status_code for row in (other, hidden)]
    statuses.append(Client().get(elsewhere).status_code)

    assert statuses == [404, 404, 404]
    assert clicks() == 0


def test_of_a_visitor_nothing_is_kept_that_is_theirs():
    row = a_sponsorship(a_cup())
    reader = a_user()
    client = log_in(reader)
    click(row, client)

    [kept] = SponsorClick.objects.values_list("visitor", flat=True)

    assert len(kept) == 32
    theirs = ("127.0.0.1", BROWSER, str(reader.pk), str(client.session.session_key))
    assert not any(one in kept for one in theirs)


def test_a_visitor_is_another_one_on_another_day(rf):
    from tournament_engine.sponsor.visitors import visitor_of  # noqa: PLC0415

    request = rf.get("/", headers={"User-Agent": BROWSER})

    told = [visitor_of(request, at) for at in (NOON, NOON + HOUR, NOON + 24 * HOUR)]

    assert told[0] == told[1] != told[2]


def test_who_clicked_is_forgotten_in_a_day_and_the_count_stays():
    row = a_sponsorship(a_cup())
    now = timezone.now()
    for at in (now - 30 * HOUR, now - HOUR):
        services.record_click(sponsorship=row, visitor="a", now=at)

    assert services.forget_visitors(now) == 1

    assert (clicks(), SponsorClick.objects.count()) == (2, 1)


def test_a_page_writes_nothing(settings):
    settings.TOURNAMENT_ENGINE = {"SPONSOR_SAMPLE": 1}
    cup = a_cup()
    a_sponsorship(cup)

    page = Client().get(cup.get_absolute_url(), headers={"User-Agent": BROWSER})

    assert f'hx-post="{address("sponsors_seen", cup.slug)}"' in page.content.decode()
    assert not SponsorDay.objects.exists()


def test_one_of_many_pages_counts_for_all(settings):
    settings.TOURNAMENT_ENGINE = {"SPONSOR_SAMPLE": 7}
    cup = a_cup()
    row, gone = a_sponsorship(cup), a_sponsorship(cup)
    over(gone)

    statuses = [see(cup).status_code, see(cup).status_code]
    see(cup, **{"User-Agent": "Googlebot/2.1"})

    assert statuses == [204, 204]
    assert list(SponsorDay.objects.values_list("sponsorship", "impressions")) == [(row.pk, 14)]


def test_where_nothing_is_shown_nothing_is_counted(monkeypatch):
    monkeypatch.setattr("tournament_engine.sponsor.panels.randbelow", lambda _most: 0)
    cup = a_cup()

    assert "sponsors/seen" not in Client().get(cup.get_absolute_url()).content.decode()
    a_sponsorship(cup)
    assert "sponsors/seen" in Client().get(cup.get_absolute_url()).content.decode()


def test_the_report_tells_the_tiers_with_those_that_are_over():
    cup = a_cup()
    gold, other = a_sponsorship(cup, tier="gold"), a_sponsorship(cup, tier="gold")
    a_sponsorship(cup, tier="title")
    over(other)
    for days in range(2):
        services.record_click(sponsorship=gold, visitor="a", now=NOON + 24 * days * HOUR)
        services.record_impressions(sponsorships=[gold, other], times=10, now=NOON)

    told = [(part.tier, part.impressions, part.clicks) for part in report_of(cup)]

    assert told == [("title", 0, 0), ("gold", 40, 2)]
    [line, _over] = report_of(cup)[1].lines
    assert (line.impressions, line.clicks, line.rate) == (20, 2, 10.0)


def test_the_file_for_a_spreadsheet_runs_no_formula():
    cup = a_cup()
    a_sponsorship(cup, sponsor=a_sponsor(cup.organizer, name='=HYPERLINK("x")'), tier="gold")

    rows = list(csv.reader(StringIO("".join(csv_lines(cup)).removeprefix("\ufeff"))))

    assert rows[0][:2] == ["tier", "sponsor"]
    assert rows[1][:2] == ["gold", '\'=HYPERLINK("x")']
    assert rows[1][-2:] == ["0", "0"]


def test_the_report_takes_as_many_queries_for_three_sponsors_as_for_one(django_assert_num_queries):
    cup = a_cup()
    a_sponsorship(cup)
    with django_assert_num_queries(1):
        report_of(cup)

    a_sponsorship(cup, tier="gold")
    a_sponsorship(cup)

    with django_assert_num_queries(1):
        assert [len(part.lines) for part in report_of(cup)] == [1, 2]
