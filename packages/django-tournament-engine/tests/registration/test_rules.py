"""The rules of who may register: what they see, what they keep, and what they refuse."""

from collections.abc import Mapping
from typing import Any

import pytest
from django import forms
from pytest_django import Settings
from tests.factories import a_registration, a_tournament, a_user
from tests.people.models import Person

from tournament_engine.audit.models import AuditEntry
from tournament_engine.core import services as tournaments
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict, HookError, InvalidInput, TournamentError
from tournament_engine.hooks.teams import TeamMember
from tournament_engine.hooks.users import Facts, Users
from tournament_engine.registration import rulebook, services
from tournament_engine.registration.rules import Asked, Rule
from tournament_engine.testing import FakeTeam, FakeTeams, FakeUsers

pytestmark = pytest.mark.django_db

CODE = {"rule": "invite_code", "code": "Open Sesame"}
ADULTS = {"rule": "min_age", "age": 18}


def ruled(*rules: dict[str, Any], **facts: Any) -> Tournament:
    return a_tournament(entrants=0, eligibility=list(rules), **facts)


def codes(cup: Tournament, user: Person, **facts: Any) -> list[str]:
    reasons = services.check_eligibility(tournament=cup, user=user, **facts)
    return [reason.code for reason in reasons]


def test_the_code_opens_the_door_and_is_kept_nowhere():
    cup, ann = ruled(CODE), a_user()

    refused = codes(cup, ann), codes(cup, ann, code="wrong")
    row = a_registration(cup, ann, code=" OPEN sesame ")

    assert refused == (["invite_code"], ["invite_code"])
    assert row.evidence["rules"] == {"invite_code": {str(ann.pk): {"matches": True}}}
    assert "esame" not in str(list(AuditEntry.objects.values_list("after", flat=True)))


def test_a_list_lets_in_those_who_are_on_it():
    cup = ruled({"rule": "allow_list", "people": ["ANN@example.org", "zoe"]})

    assert codes(cup, a_user("ann")) == []
    assert codes(cup, a_user("bob")) == ["allow_list"]


@pytest.mark.parametrize(
    ("rule", "facts", "refused"),
    [
        (ADULTS, Facts(age=18), []),
        (ADULTS, Facts(age=17), ["min_age"]),
        (ADULTS, Facts(), ["min_age"]),
        ({"rule": "country", "countries": ["DE", "NL"]}, Facts(country="nl"), []),
        ({"rule": "country", "countries": ["DE", "NL"]}, Facts(country="FR"), ["country"]),
        ({"rule": "country", "countries": ["DE", "NL"]}, Facts(), ["country"]),
        ({"rule": "rank", "least": 1000, "most": 2000}, Facts(rating=1000), []),
        ({"rule": "rank", "least": 1000, "most": None}, Facts(rating=999.5), ["rank"]),
        ({"rule": "rank", "least": None, "most": 2000}, Facts(rating=2001), ["rank"]),
        ({"rule": "rank", "least": None, "most": 2000}, Facts(), ["rank"]),
    ],
)
def test_a_rule_judges_what_the_site_knows(
    fake_users: FakeUsers, rule: dict[str, Any], facts: Facts, refused: list[str]
):
    cup, ann = ruled(rule), a_user()
    fake_users.known[str(ann.pk)] = facts

    assert codes(cup, ann) == refused
    assert rulebook.in_words(cup)[0].startswith(("Players", "The rating"))


def test_what_was_seen_stands_whatever_changes_later(fake_users: FakeUsers):
    cup, ann = ruled({"rule": "rank", "least": 1000, "most": None}), a_user()
    fake_users.known[str(ann.pk)] = Facts(rating=1500)
    row = a_registration(cup, ann)

    fake_users.known[str(ann.pk)] = Facts(rating=10)

    row.refresh_from_db()
    assert row.evidence["rules"] == {"rank": {str(ann.pk): {"rating": 1500}}}
    assert list(rulebook.told(row.evidence)) == [("Rating", "rating: 1500")]
    assert row.evidence["at"] <= row.created_at.isoformat()


def test_every_reason_is_given_at_once(fake_users: FakeUsers):
    cup, ann = ruled(CODE, ADULTS), a_user()
    fake_users.banned.add(str(ann.pk))

    assert codes(cup, ann) == ["banned", "invite_code", "min_age"]


def test_who_does_not_meet_a_rule_gets_no_place():
    cup, ann = ruled(CODE), a_user()

    with pytest.raises(InvalidInput) as refused:
        a_registration(cup, ann, code="wrong")

    assert (refused.value.code, refused.value.field) == ("invite_code", "code")


def test_every_member_of_a_team_meets_the_rules(fake_users: FakeUsers, fake_teams: FakeTeams):
    ann, bob = a_user("ann"), a_user("bob")
    cup = ruled(ADULTS, CODE, entrant_kind="team")
    members = tuple(TeamMember(str(user.pk), user.email) for user in (ann, bob))
    fake_teams.teams["7"] = FakeTeam("Rooks", frozenset({str(ann.pk)}), members)
    fake_users.known = {str(ann.pk): Facts(age=30), str(bob.pk): Facts(age=12)}

    with pytest.raises(TournamentError) as refused:
        a_registration(cup, ann, team_ref="7", code="open sesame")
    fake_users.known[str(bob.pk)] = Facts(age=19)
    row = a_registration(cup, ann, team_ref="7", code="open sesame")

    assert refused.value.message == "bob: You must be at least 18 years old."
    assert row.evidence["rules"]["min_age"].keys() == {str(ann.pk), str(bob.pk)}
    assert row.evidence["rules"]["invite_code"].keys() == {str(ann.pk)}


def test_who_joins_by_a_link_meets_the_rules_for_members(fake_users: FakeUsers):
    ann, bob, cyd = a_user(), a_user(), a_user()
    fake_users.known = {
        str(ann.pk): Facts(age=30),
        str(bob.pk): Facts(age=12),
        str(cyd.pk): Facts(age=20),
    }
    team = a_registration(ruled(ADULTS, CODE, entrant_kind="team"), ann, code="open sesame")
    token = services.token_of(services.invite_member(registration=team, by=ann))

    with pytest.raises(Conflict) as refused:
        services.accept_invitation(token=token, by=bob)
    services.accept_invitation(token=token, by=cyd)

    team.refresh_from_db()
    assert refused.value.code == "min_age"
    assert team.evidence["rules"]["min_age"].keys() == {str(ann.pk), str(cyd.pk)}


@pytest.mark.parametrize(
    "rules",
    [
        {"rule": "min_age"},
        ["min_age"],
        [{"rule": "no_such"}],
        [{"rule": "min_age"}],
        [{"rule": "min_age", "age": "old"}],
        [{"rule": "min_age", "age": 0}],
        [{"rule": "min_age", "age": 16, "sex": "f"}],
        [ADULTS, ADULTS],
        [{"rule": "invite_code", "code": "abc"}],
        [{"rule": "allow_list", "people": []}],
        [{"rule": "allow_list", "people": ["a"] * 1025}],
        [{"rule": "allow_list", "people": ["a" * 300]}],
        [{"rule": "country", "countries": ["Germany"]}],
        [{"rule": "rank", "least": 2000, "most": 1000}],
        [{"rule": "rank", "least": None, "most": None}],
    ],
)
def test_a_rule_with_other_parameters_than_it_takes_is_refused(rules: Any):
    cup = a_tournament(entrants=0)

    with pytest.raises(InvalidInput) as refused:
        tournaments.update_tournament(
            tournament=cup, by=cup.organizer, version=cup.version, eligibility=rules
        )

    assert refused.value.field == "eligibility"
    assert Tournament.objects.get().eligibility == []


class Patron(Rule):
    """A rule of the site's own."""

    label = "Patrons"

    def fields(self) -> dict[str, forms.Field]:
        return {"level": forms.IntegerField()}

    def words(self, params: Mapping[str, Any]) -> str:
        return f"Patrons of level {params['level']}."

    def evidence(self, asked: Asked, params: Mapping[str, Any]) -> dict[str, Any]:
        return {"level": len(asked.user.email)}

    def refusal(self, evidence: Mapping[str, Any], params: Mapping[str, Any]) -> str:
        return "" if evidence["level"] >= params["level"] else "Become a patron."


PATH = f"{__name__}.Patron"


def test_a_site_adds_rules_of_its_own(settings: Settings):
    settings.TOURNAMENT_ENGINE = {"ELIGIBILITY_RULES": {"patron": PATH}}
    cup, ann = ruled({"rule": "patron", "level": 99}), a_user()

    assert codes(cup, ann) == ["patron"]


def test_a_rule_that_the_site_dropped_lets_nobody_in(settings: Settings):
    settings.TOURNAMENT_ENGINE = {"ELIGIBILITY_RULES": {"patron": PATH}}
    cup, ann = ruled({"rule": "patron", "level": 1}), a_user()
    settings.TOURNAMENT_ENGINE = {}

    assert codes(cup, ann) == ["patron"]


class Down(Users):
    """A site whose people cannot be asked."""

    def facts(self, user: Any, tournament: Tournament) -> Facts:
        raise HookError("down", "No answer.", retryable=True)


def test_a_site_that_does_not_answer_is_a_reason_and_no_error(settings: Settings):
    settings.TOURNAMENT_ENGINE = {"HOOKS": {"users": f"{__name__}.Down"}}

    assert codes(ruled(ADULTS), a_user()) == ["unavailable"]
