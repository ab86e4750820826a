"""Copies and templates: settings come along, people and money never."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.desk.browsing import address, filled, log_in, post
from tests.factories import a_site_admin, a_tournament, a_user

from tournament_engine.core import services
from tournament_engine.core.custom_fields.specs import FieldSpec
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.core.versions import snapshots
from tournament_engine.core.versions.models import TournamentTemplate
from tournament_engine.errors import InvalidInput, NotAllowed

pytestmark = pytest.mark.django_db

_S = TournamentState
START = datetime(2030, 5, 1, 18, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def no_other_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "_parts", {})


def a_full_tournament(**facts: Any) -> Tournament:
    return a_tournament(
        description="Old words",
        visibility="unlisted",
        opens_at=START - 3 * DAY,
        closes_at=START - DAY,
        starts_at=START,
        custom_fields=[FieldSpec(code="nick", label="Nick")],
        **facts,
    )


def test_a_copy_takes_the_settings_and_moves_the_dates_with_the_start():
    tournament = a_full_tournament(entrants=4)

    made = services.duplicate_tournament(
        tournament=tournament, name="Again", by=tournament.organizer, starts_at=START + 7 * DAY
    )

    assert (made.name, made.state, made.description, made.visibility) == (
        "Again",
        _S.DRAFT,
        "Old words",
        "unlisted",
    )
    assert (made.opens_at, made.closes_at, made.starts_at) == (
        START + 4 * DAY,
        START + 6 * DAY,
        START + 7 * DAY,
    )
    assert made.slug != tournament.slug
    assert [row.code for row in made.custom_fields.all()] == ["nick"]
    assert [row.format for row in made.stages.all()] == ["single_elimination"]


def test_a_copy_takes_nobody_along():
    tournament = a_full_tournament(entrants=4)

    made = services.duplicate_tournament(
        tournament=tournament, name="Again", by=tournament.organizer
    )

    assert not made.registrations.exists()
    assert not made.entrants.exists()
    assert not made.versions.exists()


def test_a_copy_without_a_start_has_no_dates():
    made = services.duplicate_tournament(
        tournament=(source := a_full_tournament()), name="Again", by=source.organizer
    )

    assert (made.opens_at, made.closes_at, made.starts_at) == (None, None, None)


def with_refunds(**facts: Any) -> Tournament:
    """Return a tournament that gives half of its fee back until a day before the start."""
    return a_tournament(
        fee_amount=500,
        fee_currency="EUR",
        payment_methods=["manual_proof"],
        refund_policy=[{"until": (START - DAY).isoformat(), "percent": 50}],
        **facts,
    )


def test_what_a_copy_gives_back_moves_with_the_start():
    source = with_refunds(starts_at=START)

    made = services.duplicate_tournament(
        tournament=source, name="Again", by=source.organizer, starts_at=START + 7 * DAY
    )

    [step] = made.refund_policy
    assert step == {"until": (START + 6 * DAY).isoformat(), "percent": 50}


def test_what_one_made_from_a_template_gives_back_moves_with_the_start():
    source = with_refunds(starts_at=START)
    template = services.create_template(tournament=source, name="Weekly", by=source.organizer)

    made = services.create_from_template(
        template=template, name="Again", by=source.organizer, starts_at=START + 7 * DAY
    )

    [step] = made.refund_policy
    assert datetime.fromisoformat(step["until"]) == START + 6 * DAY


@pytest.mark.parametrize(("before", "after"), [(START, None), (None, START), (None, None)])
def test_a_copy_with_nothing_to_reckon_from_gives_nothing_back_by_old_dates(before, after):
    source = with_refunds(starts_at=before)

    made = services.duplicate_tournament(
        tournament=source, name="Again", by=source.organizer, starts_at=after
    )

    assert (made.refund_policy, made.fee_amount) == ([], 500)


def test_a_copy_of_one_without_a_start_has_that_date_alone():
    source = a_tournament(opens_at=START)

    made = services.duplicate_tournament(
        tournament=source, name="Again", by=source.organizer, starts_at=START
    )

    assert (made.opens_at, made.starts_at) == (None, START)


def test_only_who_runs_a_tournament_copies_it():
    with pytest.raises(NotAllowed):
        services.duplicate_tournament(tournament=a_tournament(), name="Mine", by=a_user())


def test_a_template_makes_tournaments_for_its_owner_alone_until_it_is_shared():
    source, admin = a_full_tournament(), a_site_admin()
    own = services.create_template(tournament=source, name="Mine", by=source.organizer)
    shared = services.create_template(tournament=source, name="Ours", by=admin, is_shared=True)
    stranger = a_user()

    mine = services.create_from_template(template=own, name="Cup", by=source.organizer)
    theirs = services.create_from_template(template=shared, name="Cup", by=stranger)
    with pytest.raises(NotAllowed):
        services.create_from_template(template=own, name="Cup", by=stranger)

    assert (mine.organizer, theirs.organizer) == (source.organizer, stranger)
    assert theirs.description == "Old words"
    assert str(own) == "Mine"


def test_only_the_sites_staff_shares_a_template():
    source = a_tournament()

    with pytest.raises(NotAllowed):
        services.create_template(
            tournament=source, name="Ours", by=source.organizer, is_shared=True
        )


def test_two_templates_of_one_person_differ_in_name():
    source = a_tournament()
    services.create_template(tournament=source, name="Mine", by=source.organizer)

    with pytest.raises(InvalidInput) as refused:
        services.create_template(tournament=source, name="Mine", by=source.organizer)

    assert (refused.value.code, refused.value.field) == ("taken", "name")


def test_a_template_is_thrown_away_by_its_owner_or_the_site():
    source = a_tournament()
    first, second = (
        services.create_template(tournament=source, name=name, by=source.organizer)
        for name in ("One", "Two")
    )

    with pytest.raises(NotAllowed):
        services.delete_template(template=first, by=a_user())
    services.delete_template(template=first, by=source.organizer)
    services.delete_template(template=second, by=a_site_admin())

    assert not TournamentTemplate.objects.exists()


def test_the_pages_of_copies_and_templates_make_tournaments():
    tournament = a_full_tournament()
    client = log_in(tournament.organizer)
    form = client.get(address("copy", tournament.slug)).context["form"]

    copied = client.post(
        address("copy", tournament.slug), filled(form, action="copy", name="Again")
    )
    kept = post(client, "copy", tournament.slug, action="template", **{"template-name": "Mine"})
    again = post(client, "copy", tournament.slug, action="template", **{"template-name": "Mine"})
    template = TournamentTemplate.objects.get()
    listed = client.get(address("templates")).content.decode()
    begun = client.get(address("template", template.pk)).content.decode()
    made = post(client, "template", template.pk, name="From it")
    nameless = post(client, "template", template.pk, name="")
    deleted = post(client, "template", template.pk, action="delete")

    assert (copied.status_code, kept.status_code, again.status_code) == (302, 302, 422)
    assert ("Mine" in listed, "Begin with “Mine”" in begun) == (True, True)
    assert (made.status_code, nameless.status_code, deleted.status_code) == (302, 422, 302)
    assert set(Tournament.objects.values_list("name", flat=True)) == {
        tournament.name,
        "Again",
        "From it",
    }
    assert not TournamentTemplate.objects.exists()


def test_another_persons_template_is_as_good_as_absent():
    source = a_tournament()
    template = services.create_template(tournament=source, name="Mine", by=source.organizer)

    assert log_in(a_user()).get(address("template", template.pk)).status_code == 404


def test_the_site_offers_its_staff_to_share():
    tournament = a_tournament()

    page = log_in(a_site_admin()).get(address("copy", tournament.slug))

    assert "is_shared" in page.context["keeping"].fields
