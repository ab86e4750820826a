"""What the site's hooks add to the pages; a hook that fails takes nothing else away."""

import pytest
from django.test import Client
from pytest_django import Settings
from tests.desk.browsing import address, log_in, post
from tests.factories import a_tournament, a_user
from tests.playing import a_duel, first_stage

from tournament_engine.bracket.models import Bracket
from tournament_engine.core.models import EntrantKind
from tournament_engine.hooks.site_ui import NavigationLink
from tournament_engine.testing import FakeProfiles, FakeSiteUI, FakeTeam, FakeTeams, FakeUsers

pytestmark = pytest.mark.django_db


def test_the_site_has_links_in_the_head_of_every_page(client: Client, fake_site_ui: FakeSiteUI):
    fake_site_ui.links = [NavigationLink("Our <clubs>", "/clubs/")]

    page = client.get(address("list")).content.decode()

    assert '<a href="/clubs/">Our &lt;clubs&gt;</a>' in page


def test_the_pages_stand_in_the_frame_that_the_site_names(client: Client, fake_site_ui: FakeSiteUI):
    fake_site_ui.template = "own_frame.html"

    page = client.get(address("list")).content.decode()

    assert "The site's own head" in page
    assert '<main id="content"' in page


def test_a_tournament_leads_to_its_thread_and_to_its_organisers_profile(
    client: Client, fake_site_ui: FakeSiteUI, fake_profiles: FakeProfiles
):
    tournament = a_tournament()
    fake_site_ui.threads[str(tournament.pk)] = "https://forum.example.org/t/1"

    page = client.get(tournament.get_absolute_url()).content.decode()

    assert 'href="https://forum.example.org/t/1"' in page
    assert f'href="/people/{tournament.organizer.pk}/"' in page


def test_a_site_that_says_nothing_has_neither(client: Client):
    page = client.get(a_tournament().get_absolute_url()).content.decode()

    assert "Talk about this tournament" not in page


@pytest.mark.parametrize("route", ["list", "create", "inbox", "tournament", "entrants", "register"])
def test_a_page_is_shown_although_every_hook_fails(
    fake_users: FakeUsers,
    fake_teams: FakeTeams,
    fake_profiles: FakeProfiles,
    fake_site_ui: FakeSiteUI,
    route: str,
):
    tournament = a_tournament(entrant_kind=EntrantKind.TEAM)
    client = log_in(a_user())
    words = [tournament.slug] if route in {"tournament", "entrants", "register"} else []
    for hook in (fake_teams, fake_profiles, fake_site_ui):
        hook.refuse = 100
    if route != "register":
        fake_users.refuse = 100

    answer = client.get(address(route, *words))

    assert answer.status_code == 200


def test_a_match_is_shown_and_nobody_acts_for_a_team_while_the_site_cannot_say(
    fake_teams: FakeTeams,
):
    match, ann, _bob = a_duel()
    fake_teams.refuse = 100

    assert log_in(ann).get(match.get_absolute_url()).status_code == 200


def test_a_person_is_offered_only_the_teams_of_the_game(fake_teams: FakeTeams):
    tournament, ann = a_tournament(entrant_kind=EntrantKind.TEAM), a_user()
    mine = frozenset({str(ann.pk)})
    fake_teams.teams["1"] = FakeTeam("Here", mine, game=str(tournament.game_id))
    fake_teams.teams["2"] = FakeTeam("Elsewhere", mine, game="another")

    page = log_in(ann).get(address("register", tournament.slug)).content.decode()

    assert ("Here" in page, "Elsewhere" in page) == (True, False)


def test_the_organiser_seeds_by_the_ranking(settings: Settings):
    tournament = a_tournament(entrants=4)
    stage = first_stage(tournament)
    client = log_in(tournament.organizer)

    page = client.get(address("manage_stage", tournament.slug, stage.code)).content.decode()
    answer = post(client, "manage_stage", tournament.slug, stage.code, action="seed_ranked")

    assert 'value="seed_ranked"' in page
    assert answer.status_code == 302
    assert len(Bracket.objects.get(stage=stage).seeding) == 4
