"""The pages of sponsors: logos for everybody, a desk and a report for the organiser."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.desk.browsing import address, log_in, post
from tests.factories import POOLS, a_site_admin, a_staff_member, a_tournament, a_user
from tests.pictures import a_picture, media  # noqa: F401 - a fixture
from tests.site.conftest import queries_of  # noqa: F401 - a fixture
from tests.sponsoring import a_sponsor, a_sponsorship, over

from tournament_engine.core.roles import Role
from tournament_engine.sponsor.models import Sponsor, Sponsorship

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

NEW = {"action": "add", "name": "Ajax", "url": "https://ajax.example.org", "tier": "gold"}


def a_cup(**fields: Any) -> Any:
    return a_tournament(entrants=0, **fields)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_everybody_sees_the_logos_of_now_with_their_words():
    cup = a_cup(stages=[POOLS])
    row = a_sponsorship(cup, logo=a_picture(), tier="gold", stage="pools")
    gone = a_sponsorship(cup)
    over(gone)

    page = text(Client().get(cup.get_absolute_url()))

    assert row.sponsor.logo is not None
    assert f'<img src="{row.sponsor.logo.file.url}" alt="{row.sponsor.name}"' in page
    assert f'href="{row.get_absolute_url()}" rel="sponsored nofollow noopener"' in page
    assert "Pools" in page.partition('id="sponsors"')[2]
    assert gone.sponsor.name not in page
    assert row.sponsor.url not in page


def test_a_name_stands_where_there_is_no_logo_and_runs_no_markup():
    cup = a_cup()
    a_sponsorship(cup, sponsor=a_sponsor(cup.organizer, name="<b>Ajax</b>"))

    assert "&lt;b&gt;Ajax&lt;/b&gt;" in text(Client().get(cup.get_absolute_url()))


def test_a_page_without_sponsors_says_nothing_of_them():
    assert "te-sponsors" not in text(Client().get(a_cup().get_absolute_url()))


def test_three_logos_take_as_many_queries_as_one(queries_of):  # noqa: F811
    cup = a_cup()
    a_sponsorship(cup, logo=a_picture())
    one = queries_of(cup.get_absolute_url())

    a_sponsorship(cup, logo=a_picture(), tier="gold")
    a_sponsorship(cup, logo=a_picture())

    assert queries_of(cup.get_absolute_url()) == one


def test_the_desk_takes_as_many_queries_for_three_sponsors_as_for_one(client, queries_of):  # noqa: F811
    cup = a_cup()
    client.force_login(cup.organizer)
    a_sponsorship(cup, logo=a_picture())
    one = queries_of(address("sponsors", cup.slug))

    a_sponsorship(cup, logo=a_picture(), tier="gold")
    a_sponsorship(cup, logo=a_picture())

    assert queries_of(address("sponsors", cup.slug)) == one


def test_an_organiser_adds_a_sponsor_with_a_logo_in_one_form():
    cup = a_cup()
    client = log_in(cup.organizer)
    assert address("sponsors", cup.slug) in text(client.get(address("console", cup.slug)))

    answer = post(client, "sponsors", cup.slug, **NEW, logo=a_picture())

    assert answer["Location"] == address("sponsors", cup.slug)
    row = Sponsorship.objects.get()
    assert (row.sponsor.name, row.tier, row.sponsor.logo is not None) == ("Ajax", "gold", True)


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost():
    cup = a_cup()
    bad = SimpleUploadedFile("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")

    answer = post(log_in(cup.organizer), "sponsors", cup.slug, **NEW, logo=bad)

    assert (answer.status_code, Sponsor.objects.count()) == (422, 0)
    assert answer.context["new"].errors.keys() == {"logo"}
    assert 'value="https://ajax.example.org"' in text(answer)


def test_a_sponsor_that_is_known_is_shown_in_another_tournament():
    cup = a_cup()
    known = a_sponsorship(cup).sponsor
    next_cup = a_cup(by=cup.organizer)
    client = log_in(cup.organizer)

    fields = {"action": "choose", "sponsor": known.pk, "tier": "title"}
    post(client, "sponsors", next_cup.slug, **fields)

    assert next_cup.sponsorships.get().sponsor == known
    again = post(client, "sponsors", next_cup.slug, **fields)
    assert again.status_code == 409
    assert "there already" in text(again)


def test_somebody_else_s_sponsor_cannot_be_chosen():
    cup = a_cup()
    theirs = a_sponsor(a_user())

    fields = {"action": "choose", "sponsor": theirs.pk, "tier": "title"}
    answer = post(log_in(cup.organizer), "sponsors", cup.slug, **fields)

    assert (answer.status_code, cup.sponsorships.count()) == (422, 0)


def test_buttons_change_the_order_take_off_and_forget():
    cup = a_cup()
    first, second = a_sponsorship(cup), a_sponsorship(cup)
    client = log_in(cup.organizer)

    post(client, "sponsors", cup.slug, action="down", sponsorship=first.pk)
    assert list(cup.sponsorships.in_order()) == [second, first]

    post(client, "sponsors", cup.slug, action="remove", sponsorship=first.pk)
    assert "Forget it" in text(client.get(address("sponsors", cup.slug)))
    post(client, "sponsors", cup.slug, action="forget", sponsor=first.sponsor_id)
    assert list(Sponsor.objects.all()) == [second.sponsor]


def test_a_row_that_is_none_of_the_tournament_s_is_not_found():
    cup, other = a_cup(), a_sponsorship(a_cup())
    client = log_in(cup.organizer)

    for fields in ({"sponsorship": other.pk}, {"sponsorship": "x"}, {}):
        assert post(client, "sponsors", cup.slug, action="remove", **fields).status_code == 404
    assert client.get(address("sponsorship", cup.slug, other.pk)).status_code == 404
    assert post(client, "sponsors", cup.slug, action="burn").status_code == 422


def test_an_organiser_changes_a_sponsor_and_where_it_is_shown():
    cup = a_cup()
    row = a_sponsorship(cup, logo=a_picture())
    client, where = log_in(cup.organizer), ("sponsorship", cup.slug, row.pk)
    assert client.get(address(*where)).status_code == 200

    post(client, *where, action="place", tier="title", version=1, ends_at="2030-01-01T10:00")
    facts: dict[str, Any] = {"name": "Ajax", "url": NEW["url"], "version": 1, "drops_logo": "on"}
    post(client, *where, action="facts", **facts)

    row = Sponsorship.objects.select_related("sponsor").get()
    assert (row.tier, row.ends_at is not None) == ("title", True)
    assert (row.sponsor.name, row.sponsor.logo) == ("Ajax", None)
    assert post(client, *where, action="burn").status_code == 422


def test_a_stale_change_keeps_what_was_entered():
    cup = a_cup()
    row = a_sponsorship(cup)
    client, where = log_in(cup.organizer), ("sponsorship", cup.slug, row.pk)

    stale = post(client, *where, action="place", tier="title", version=7)
    facts: dict[str, Any] = {"name": "Ajax", "url": NEW["url"], "version": 7}
    other = post(client, *where, action="facts", **facts)

    assert (stale.status_code, other.status_code) == (409, 409)
    assert 'value="Ajax"' in text(other)
    # Sent again as it stands then, it counts.
    again = int(re.findall(r'name="version" value="(\d+)"', text(other))[0])
    assert post(client, *where, action="facts", **facts | {"version": again}).status_code == 302
    row.sponsor.refresh_from_db()
    assert row.sponsor.name == "Ajax"


def test_the_site_s_staff_writes_down_sponsors_for_everybody():
    cup = a_cup()
    staff = log_in(a_site_admin())

    post(staff, "sponsors", cup.slug, **NEW, is_site_wide="on")
    row = cup.sponsorships.get()
    post(log_in(cup.organizer), "sponsors", cup.slug, **NEW, is_site_wide="on")

    assert row.sponsor.is_site_wide
    assert Sponsor.objects.filter(is_site_wide=True).count() == 1
    page = log_in(cup.organizer).get(address("sponsorship", cup.slug, row.pk))
    assert "its owner or the site" in text(page)
    where = ("sponsorship", cup.slug, row.pk)
    facts: dict[str, Any] = {"name": "Ajax", "url": NEW["url"], "version": 1}
    refused = post(log_in(cup.organizer), *where, action="facts", **facts)
    assert refused.status_code == 403


def test_the_report_is_the_organiser_s_as_page_and_as_file():
    cup = a_cup()
    row = a_sponsorship(cup)
    referee = a_staff_member(cup, Role.REFEREE)
    client = log_in(cup.organizer)

    page = text(client.get(address("sponsor_report", cup.slug)))
    file: Any = client.get(address("sponsor_report_csv", cup.slug))

    assert row.sponsor.name in page
    assert row.sponsor.name in b"".join(file.streaming_content).decode()
    assert file["Cache-Control"] == "private, no-store"
    for route in ("sponsor_report", "sponsor_report_csv", "sponsors"):
        assert log_in(referee).get(address(route, cup.slug)).status_code == 403
