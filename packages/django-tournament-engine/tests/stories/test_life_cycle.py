"""Anybody does anything at any time: a plain model and the database agree on what comes of it."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.factories import a_site_admin, a_tournament, a_user
from tests.playing import first_stage, playable, win

from tournament_engine.audit.models import AuditEntry
from tournament_engine.bracket import services as brackets
from tournament_engine.bracket.models import Bracket
from tournament_engine.core import services as tournaments
from tournament_engine.core.lifecycle import TRANSITIONS, TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict, NotAllowed
from tournament_engine.match import services as matches
from tournament_engine.match.models import Match
from tournament_engine.registration import services as registrations
from tournament_engine.registration.models import Registration
from tournament_engine.users import User

S = TournamentState

ROLES = (
    "organizer",
    "co_organizer",
    "site_admin",
    "bracket_manager",
    "registration_staff",
    "referee",
    "stranger",
    "system",
)
RUNS_IT = {"organizer", "co_organizer", "site_admin"}
MATCHES = 3


@dataclass(frozen=True)
class Model:
    """A tournament of four with a check-in, as little of it as its life depends on."""

    state: str = S.DRAFT
    approval: bool = False
    check_in: str = "to come"  # "open", "over"
    there: int = 0
    drawn: str = "pending"  # "generated", "published", "in_progress", "completed"
    left: int = MATCHES

    def entrants(self) -> int:
        return self.there if self.check_in == "over" else 4


#: What comes of an act that nobody is kept from: the new model, or None when it is refused.
Outcome = Model | None
Rule = Callable[[Model, str], Outcome]


def publish(model: Model, role: str) -> Outcome:
    if model.state != S.DRAFT:
        return None
    asks = model.approval and role != "site_admin"
    return replace(model, state=S.PENDING_APPROVAL if asks else S.PUBLISHED)


def moved(*sources: str, to: str) -> Rule:
    def rule(model: Model, _role: str) -> Outcome:
        return replace(model, state=to) if model.state in sources else None

    return rule


def open_registration(model: Model, _role: str) -> Outcome:
    if model.state not in {S.PUBLISHED, S.REGISTRATION_CLOSED} or model.drawn != "pending":
        return None
    return replace(model, state=S.REGISTRATION_OPEN)


def open_check_in(model: Model, _role: str) -> Outcome:
    if model.state != S.REGISTRATION_CLOSED:
        return None
    return replace(model, state=S.CHECK_IN, check_in="open")


def check_everybody_in(model: Model, _role: str) -> Outcome:
    is_open = model.state == S.CHECK_IN and model.check_in == "open"
    return replace(model, there=4) if is_open else None


def close_check_in(model: Model, _role: str) -> Outcome:
    is_open = model.state == S.CHECK_IN and model.check_in == "open"
    return replace(model, check_in="over") if is_open else None


def draw(model: Model, _role: str) -> Outcome:
    if model.drawn != "pending":
        return model
    may_be = model.state in {S.REGISTRATION_CLOSED, S.CHECK_IN} and model.check_in == "over"
    return replace(model, drawn="generated") if may_be and model.entrants() >= 2 else None


def show_draw(model: Model, _role: str) -> Outcome:
    if model.drawn == "pending":
        return None
    return replace(model, drawn="published") if model.drawn == "generated" else model


def discard(model: Model, _role: str) -> Outcome:
    if model.drawn not in {"generated", "published"}:
        return None
    return replace(model, drawn="pending")


def start(model: Model, _role: str) -> Outcome:
    may = model.state in {S.REGISTRATION_CLOSED, S.CHECK_IN} and model.check_in == "over"
    if not may or model.drawn != "published" or model.entrants() < 2:
        return None
    return replace(model, state=S.LIVE)


def play_one(model: Model, _role: str) -> Outcome:
    if model.state != S.LIVE or model.drawn not in {"published", "in_progress"}:
        return None
    left = model.left - 1
    if left:
        return replace(model, left=left, drawn="in_progress")
    return replace(model, left=0, drawn="completed", state=S.COMPLETED)


def reopen_final(model: Model, _role: str) -> Outcome:
    if model.state != S.COMPLETED:
        return None
    return replace(model, left=1, drawn="in_progress", state=S.LIVE)


def cancel(model: Model, _role: str) -> Outcome:
    may = S.CANCELLED in TRANSITIONS[S(model.state)]
    return replace(model, state=S.CANCELLED) if may else None


@dataclass(frozen=True)
class Act:
    """Who may do it, what the model says of it, and how it is done."""

    who: frozenset[str]
    rule: Rule
    do: Callable[[Tournament, Any], object]


def bracket_of(tournament: Tournament) -> Bracket:
    row = Bracket.objects.with_stage().filter(tournament=tournament).first()
    if row is None:
        raise Conflict("There is no draw.")
    return row


def do_check_in(tournament: Tournament, by: User) -> None:
    rows = Registration.objects.filter(tournament=tournament)
    for row in rows:
        registrations.check_in(registration=row, by=by)


def do_play(tournament: Tournament, by: User) -> None:
    ready = playable(tournament)
    match = ready[0] if ready else Match.objects.filter(tournament=tournament).with_stage().first()
    if match is None:
        raise Conflict("There is no match.")
    matches.confirm_result(match=match, result=win(match), by=by)


def do_reopen(tournament: Tournament, by: User) -> None:
    final = Match.objects.filter(tournament=tournament).with_stage().last()
    if final is None:
        raise Conflict("There is no match.")
    matches.reopen_match(match=final, by=by, reason="A slip of the pen")


def step(name: str, **more: Any) -> Callable[[Tournament, User | None], object]:
    service = getattr(tournaments, name)
    return lambda tournament, by: service(tournament=tournament, by=by, **more)


SYSTEM = RUNS_IT | {"system"}

ACTS: dict[str, Act] = {
    "publish": Act(frozenset(RUNS_IT), publish, step("publish_tournament")),
    "approve": Act(
        frozenset({"site_admin"}),
        moved(S.PENDING_APPROVAL, to=S.PUBLISHED),
        step("approve_tournament"),
    ),
    "return": Act(
        frozenset({"site_admin"}),
        moved(S.PENDING_APPROVAL, to=S.DRAFT),
        step("return_tournament", reason="Say more"),
    ),
    "open": Act(frozenset(SYSTEM), open_registration, step("open_registration")),
    "close": Act(
        frozenset(SYSTEM),
        moved(S.REGISTRATION_OPEN, to=S.REGISTRATION_CLOSED),
        step("close_registration"),
    ),
    "open check-in": Act(frozenset(SYSTEM), open_check_in, step("open_check_in")),
    "check in": Act(frozenset(RUNS_IT | {"registration_staff"}), check_everybody_in, do_check_in),
    "close check-in": Act(frozenset(SYSTEM), close_check_in, step("close_check_in")),
    "draw": Act(
        frozenset(SYSTEM | {"bracket_manager"}),
        draw,
        lambda cup, by: brackets.generate_bracket(stage=first_stage(cup), by=by),
    ),
    "show draw": Act(
        frozenset(SYSTEM | {"bracket_manager"}),
        show_draw,
        lambda cup, by: brackets.publish_bracket(bracket=bracket_of(cup), by=by),
    ),
    "discard": Act(
        frozenset(SYSTEM | {"bracket_manager"}),
        discard,
        lambda cup, by: brackets.discard_bracket(bracket=bracket_of(cup), by=by),
    ),
    "start": Act(frozenset(SYSTEM), start, step("start_tournament")),
    "play": Act(frozenset(RUNS_IT | {"referee"}), play_one, do_play),
    "reopen": Act(frozenset(RUNS_IT | {"bracket_manager"}), reopen_final, do_reopen),
    "conclude": Act(
        frozenset(SYSTEM), moved(S.COMPLETED, to=S.CONCLUDED), step("conclude_tournament")
    ),
    "archive": Act(
        frozenset(SYSTEM),
        moved(S.CONCLUDED, S.CANCELLED, to=S.ARCHIVED),
        step("archive_tournament"),
    ),
    "cancel": Act(frozenset(RUNS_IT), cancel, step("cancel_tournament", reason="Rain")),
}


def a_cup() -> tuple[Tournament, dict[str, User | None]]:
    now = timezone.now()
    cup = a_tournament(
        state=S.DRAFT,
        entrants=4,
        check_in_opens_at=now + timedelta(days=1),
        check_in_closes_at=now + timedelta(days=2),
        dispute_window_minutes=0,
    )
    people: dict[str, User | None] = {
        "organizer": cup.organizer,
        "site_admin": a_site_admin(),
        "stranger": a_user(),
        "system": None,
    }
    for role in ROLES:
        if role not in people:
            person = people[role] = a_user()
            asked = tournaments.assign_staff(
                tournament=cup, user=person, role=role, by=cup.organizer
            )
            tournaments.accept_staff_invitation(assignment=asked, by=person)
    return cup, people


def snapshot(cup: Tournament) -> tuple[object, ...]:
    row = Tournament.objects.get(pk=cup.pk)
    drawn = Bracket.objects.filter(tournament=cup).values_list("state", "version")
    return row.state, row.version, tuple(drawn), AuditEntry.objects.count()


def attempt(cup: Tournament, act: Act, by: User | None) -> str:
    fresh = Tournament.objects.get(pk=cup.pk)
    try:
        with transaction.atomic():
            act.do(fresh, by)
    except NotAllowed:
        return "not allowed"
    except Conflict:
        return "refused"
    return "done"


def agree(
    cup: Tournament, people: dict[str, User | None], model: Model, what: str, who: str
) -> Model:
    """Do one act; the database must say what the model says. Return the model as it is then."""
    act = ACTS[what]
    expected = act.rule(model, who)
    before = snapshot(cup)

    answer = attempt(cup, act, people[who])

    if who not in act.who:
        # Who may do nothing here is told so, or that it cannot be done now: never that it is done.
        assert answer in {"not allowed", "refused"}, (what, who, model)
    elif expected is None:
        assert answer == "refused", (what, who, model)
    else:
        assert answer == "done", (what, who, model)
        model = expected
    if answer != "done":
        assert snapshot(cup) == before, (what, who, model)
    row = Tournament.objects.get(pk=cup.pk)
    drawn = Bracket.objects.filter(tournament=cup).values_list("state", flat=True).first()
    assert (row.state, drawn or "pending") == (model.state, model.drawn), (what, who)
    return model


def chosen(model: Model, number: int, *, goes_on: bool) -> str:
    """Return an act: any at all, or one that the model says changes something."""
    useful = [
        what
        for what, act in ACTS.items()
        if what not in {"cancel", "discard"} and act.rule(model, "organizer") not in {None, model}
    ]
    among = useful if goes_on and useful else sorted(ACTS)
    return among[number % len(among)]


STEPS = st.lists(
    st.tuples(st.integers(0, 99), st.sampled_from(ROLES), st.booleans()), min_size=1, max_size=50
)


class AnyLife(TestCase):
    @settings(deadline=None, max_examples=25)
    @given(steps=STEPS)
    def test_the_model_and_the_database_agree(self, steps):
        cup, people = a_cup()
        model = Model()
        for number, role, goes_on in steps:
            what = chosen(model, number, goes_on=goes_on)
            who = "organizer" if goes_on and "organizer" in ACTS[what].who else role
            # The system is no person: what only people do is not asked of it.
            if who != "system" or who in ACTS[what].who:
                model = agree(cup, people, model, what, who)


def paths() -> Iterator[tuple[str, list[str]]]:
    """Yield each state of a tournament with the shortest way there, by the model alone."""
    ways: dict[str, list[str]] = {}
    seen = {Model(), Model(approval=True)}
    waiting = deque((model, list[str]()) for model in (Model(), Model(approval=True)))
    while waiting:
        model, way = waiting.popleft()
        name = f"{model.state}{' with approval' if model.approval else ''}"
        ways.setdefault(name, way)
        for what, act in ACTS.items():
            after = act.rule(model, "organizer" if "organizer" in act.who else "site_admin")
            if after is not None and after not in seen:
                seen.add(after)
                waiting.append((after, [*way, what]))
    yield from ways.items()


WAYS = dict(paths())


def test_the_model_reaches_every_state():
    assert {name.removesuffix(" with approval") for name in WAYS} == set(S.values)


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "way"), sorted(WAYS.items()))
def test_every_state_is_reached_on_the_way_that_the_model_says(name, way, settings):
    approval = name.endswith(" with approval")
    settings.TOURNAMENT_ENGINE = {"REQUIRE_APPROVAL": approval}
    cup, people = a_cup()
    model = Model(approval=approval)

    for what in way:
        who = "organizer" if "organizer" in ACTS[what].who else "site_admin"
        model = agree(cup, people, model, what, who)

    assert model.state == name.removesuffix(" with approval")


@pytest.mark.django_db
def test_the_database_itself_refuses_a_state_that_there_is_not():
    cup, _people = a_cup()

    with pytest.raises(IntegrityError), transaction.atomic():
        Tournament.objects.filter(pk=cup.pk).update(state="asleep")
