"""Sponsors: written down, shown in their window and order, changed, copied and taken off."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.factories import POOLS, a_site_admin, a_staff_member, a_tournament, a_user
from tests.pictures import a_picture, exists, media  # noqa: F401 - a fixture
from tests.sponsoring import a_sponsor, a_sponsorship, facts, over

from tournament_engine.audit.models import AuditEntry
from tournament_engine.core import services as tournaments
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.roles import Role
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed, StaleVersion
from tournament_engine.sponsor import services
from tournament_engine.sponsor.models import Sponsor, Sponsorship
from tournament_engine.sponsor.services import Place, placing
from tournament_engine.uploads.models import StoredFile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

DAY = timedelta(days=1)


def a_draft(**fields: Any) -> Any:
    return a_tournament(state=TournamentState.DRAFT, entrants=0, **fields)


def shown(cup: Any) -> list[str]:
    rows = Sponsorship.objects.filter(tournament=cup).active(timezone.now()).for_show()
    return [row.sponsor.name for row in rows]


def test_a_sponsor_is_written_down_and_shown_at_once():
    cup = a_draft()

    sponsor = services.add_sponsor(
        facts=facts(name="  Ajax  Inc ", alt_text=" A greek hero "),
        logo=a_picture(),
        tournament=cup,
        place=Place(tier="gold"),
        by=cup.organizer,
    )

    assert (sponsor.name, sponsor.words, sponsor.owner) == (
        "Ajax Inc",
        "A greek hero",
        cup.organizer,
    )
    assert sponsor.logo is not None
    assert not sponsor.logo.is_private
    assert shown(cup) == ["Ajax Inc"]
    actions = {"sponsor.added", "sponsorship.added"}
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= actions


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "//evil.example.org",
        "data:text/html,x",
        "https://bank.example.org@evil.example.org/",
        "ftp://a.example.org",
        "https://example.org/\r\nSet-Cookie: a=b",
        "",
    ],
)
def test_an_address_that_a_click_may_not_lead_to_is_refused(url: str):
    with pytest.raises(InvalidInput) as refused:
        a_sponsor(a_user(), url=url)

    assert (refused.value.field, Sponsor.objects.count()) == ("url", 0)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//evil.example.org", ""])
def test_the_database_itself_takes_web_addresses_alone(url: str):
    with pytest.raises(IntegrityError), transaction.atomic():
        Sponsor.objects.create(name="X", url=url)


def test_a_logo_that_is_none_stores_nothing():
    by = a_user()
    large = a_picture(size=(1200, 1200))

    with pytest.raises(InvalidInput) as refused:
        a_sponsor(by, logo=large)

    assert (refused.value.code, refused.value.field) == ("too_large", "logo")
    assert (Sponsor.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_wrong_place_leaves_no_sponsor_behind():
    cup = a_draft()
    now = timezone.now()
    wrong = [
        (Place(tier="wood"), "tier"),
        (Place(stage="nowhere"), "stage"),
        (Place(starts_at=now, ends_at=now), "ends_at"),
    ]

    for place, field in wrong:
        with pytest.raises(InvalidInput) as refused:
            services.add_sponsor(facts=facts(), tournament=cup, place=place, by=cup.organizer)
        assert refused.value.field == field

    assert Sponsor.objects.count() == 0


def test_the_greatest_tier_comes_first_and_each_in_its_order():
    cup = a_draft()
    tiers = ("bronze", "title", "gold", "bronze", "silver", "platinum")
    rows = [a_sponsorship(cup, tier=tier) for tier in tiers]
    services.move_sponsorship(sponsorship=rows[3], up=True, by=cup.organizer)

    told = [rows[place].sponsor.name for place in (1, 5, 2, 4, 3, 0)]
    assert shown(cup) == told

    services.move_sponsorship(sponsorship=rows[3], up=True, by=cup.organizer)
    assert shown(cup) == told


def test_a_sponsor_is_shown_from_its_first_moment_on_and_at_its_last_no_more():
    cup = a_draft()
    now = timezone.now()
    row = a_sponsorship(cup, starts_at=now, ends_at=now + DAY)
    moments = (now - DAY, now, now + DAY - timedelta(microseconds=1), now + DAY)

    told = [Sponsorship.objects.active(moment).filter(pk=row.pk).exists() for moment in moments]

    assert told == [False, True, True, False]


def test_a_sponsor_is_shown_once_in_a_stage():
    cup = a_draft(stages=[POOLS])
    row = a_sponsorship(cup)
    a_sponsorship(cup, sponsor=row.sponsor, stage="pools")

    with pytest.raises(Conflict) as refused:
        a_sponsorship(cup, sponsor=row.sponsor)

    assert refused.value.code == "shown_already"


def test_a_tournament_shows_so_many_and_no_more(monkeypatch):
    monkeypatch.setattr(placing, "MAX_SPONSORSHIPS", 1)
    cup = a_draft()
    a_sponsorship(cup)

    with pytest.raises(Conflict) as refused:
        a_sponsorship(cup)

    assert refused.value.code == "too_many"


def test_who_is_moved_to_another_tier_is_the_last_there():
    cup = a_draft()
    first, second = a_sponsorship(cup, tier="gold"), a_sponsorship(cup, tier="gold")
    other = a_sponsorship(cup, tier="silver")

    services.update_sponsorship(
        sponsorship=other, place=Place(tier="gold"), version=1, by=cup.organizer
    )

    assert shown(cup) == [row.sponsor.name for row in (first, second, other)]
    with pytest.raises(StaleVersion):
        services.update_sponsorship(sponsorship=other, place=Place(), version=1, by=cup.organizer)


def test_a_new_logo_takes_the_place_of_the_old_one_whose_file_goes_after_the_commit(committed):
    cup = a_draft()
    sponsor = a_sponsor(cup.organizer, logo=a_picture())
    assert sponsor.logo is not None
    old = sponsor.logo.name

    with committed():
        services.update_sponsor(
            sponsor=sponsor, facts=facts(), version=1, logo=a_picture(), by=cup.organizer
        )
        assert exists(old)

    assert sponsor.logo.name != old
    assert (exists(old), exists(sponsor.logo.name)) == (False, True)


def test_a_change_that_is_refused_keeps_the_old_logo(committed):
    cup = a_draft()
    sponsor = a_sponsor(cup.organizer, logo=a_picture())
    assert sponsor.logo is not None
    old = sponsor.logo.name

    with committed(), pytest.raises(StaleVersion):
        services.update_sponsor(
            sponsor=sponsor, facts=facts(), version=9, logo=a_picture(), by=cup.organizer
        )

    sponsor.refresh_from_db()
    assert (sponsor.logo.name, exists(old)) == (old, True)


def test_a_logo_is_taken_away_and_a_sponsor_forgotten_with_its_file(committed):
    cup = a_draft()
    one, other = (a_sponsor(cup.organizer, logo=a_picture()) for _number in range(2))

    with committed():
        services.update_sponsor(
            sponsor=one, facts=facts(), version=1, drops_logo=True, by=cup.organizer
        )
        services.remove_sponsor(sponsor=other, by=cup.organizer)

    assert one.logo is None
    assert not StoredFile.objects.exists()


def test_a_sponsor_that_is_shown_somewhere_is_not_forgotten():
    cup = a_draft()
    row = a_sponsorship(cup, logo=a_picture())

    with pytest.raises(Conflict) as refused:
        services.remove_sponsor(sponsor=row.sponsor, by=cup.organizer)
    assert refused.value.code == "in_use"
    assert StoredFile.objects.count() == 1

    services.remove_sponsorship(sponsorship=row, by=cup.organizer)
    services.remove_sponsor(sponsor=row.sponsor, by=cup.organizer)
    assert not Sponsor.objects.exists()


def test_nobody_else_shows_or_changes_a_sponsor():
    cup, other = a_draft(), a_draft()
    row = a_sponsorship(cup)
    stranger = other.organizer

    with pytest.raises(NotAllowed):
        a_sponsorship(other, sponsor=row.sponsor)
    for act in (
        lambda: services.update_sponsor(sponsor=row.sponsor, facts=facts(), version=1, by=stranger),
        lambda: services.remove_sponsor(sponsor=row.sponsor, by=stranger),
        lambda: services.move_sponsorship(sponsorship=row, up=True, by=stranger),
        lambda: services.remove_sponsorship(sponsorship=row, by=stranger),
        lambda: services.update_sponsorship(sponsorship=row, place=Place(), version=1, by=stranger),
        lambda: services.add_sponsor(facts=facts(), tournament=cup, by=stranger),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_co_organiser_changes_a_sponsor_that_no_other_tournament_shows():
    cup = a_draft()
    row = a_sponsorship(cup)
    helper = a_staff_member(cup, Role.CO_ORGANIZER)

    services.update_sponsor(sponsor=row.sponsor, facts=facts(name="Ann's"), version=1, by=helper)
    a_sponsorship(a_draft(by=cup.organizer), sponsor=row.sponsor)

    with pytest.raises(NotAllowed):
        services.update_sponsor(sponsor=row.sponsor, facts=facts(), version=2, by=helper)


def test_a_sponsor_of_the_site_is_shown_by_everybody_and_changed_by_its_staff():
    cup, staff = a_draft(), a_site_admin()
    with pytest.raises(NotAllowed):
        a_sponsor(cup.organizer, is_site_wide=True)

    sponsor = a_sponsor(staff, name="Site Corp", is_site_wide=True)
    a_sponsorship(cup, sponsor=sponsor)

    assert shown(cup) == ["Site Corp"]
    with pytest.raises(NotAllowed):
        services.update_sponsor(sponsor=sponsor, facts=facts(), version=1, by=cup.organizer)


def test_a_copy_shows_the_sponsors_with_their_times_moved():
    now = timezone.now().replace(microsecond=0)
    cup = a_draft(starts_at=now + DAY)
    a_sponsorship(cup, tier="gold", starts_at=now, ends_at=now + 2 * DAY)
    a_sponsorship(cup, tier="title")

    copy = tournaments.duplicate_tournament(
        tournament=cup, name="Next", by=cup.organizer, starts_at=now + 8 * DAY
    )

    told = list(copy.sponsorships.in_order().values_list("tier", "starts_at", "ends_at"))
    assert told == [("title", None, None), ("gold", now + 7 * DAY, now + 9 * DAY)]
    assert not copy.sponsorships.filter(days__isnull=False).exists()


def test_a_copy_without_a_start_shows_them_without_times():
    cup = a_draft(starts_at=timezone.now() + DAY)
    a_sponsorship(cup, ends_at=timezone.now() + DAY)

    copy = tournaments.duplicate_tournament(tournament=cup, name="Next", by=cup.organizer)

    assert copy.sponsorships.get().ends_at is None


def test_a_template_takes_along_what_its_user_may_show():
    staff = a_site_admin()
    cup = a_draft(by=staff)
    a_sponsorship(cup, sponsor=a_sponsor(staff, name="Site Corp", is_site_wide=True))
    a_sponsorship(cup)
    template = tournaments.create_template(tournament=cup, name="League", by=staff, is_shared=True)

    made = tournaments.create_from_template(template=template, name="Mine", by=a_user())

    assert shown(made) == ["Site Corp"]


def test_an_earlier_version_leaves_the_sponsors_as_they_are():
    cup = a_draft()
    version = tournaments.create_version(tournament=cup, by=cup.organizer)
    row = a_sponsorship(cup)
    tournaments.publish_tournament(tournament=cup, by=cup.organizer)

    tournaments.restore_version(version=version, by=cup.organizer)

    assert shown(cup) == [row.sponsor.name]


def test_who_leaves_the_site_leaves_the_sponsor_behind():
    owner = a_user()
    sponsor = a_sponsor(owner)

    owner.delete()

    sponsor.refresh_from_db()
    assert sponsor.owner is None


def test_a_sponsor_whose_time_is_over_is_not_shown():
    cup = a_draft()
    row = a_sponsorship(cup)
    assert shown(cup) == [row.sponsor.name]

    over(row)

    assert shown(cup) == []
