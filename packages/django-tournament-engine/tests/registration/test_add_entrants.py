from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.factories import a_registration, a_tournament, a_user, names

from tournament_engine.audit.models import AuditEntry
from tournament_engine.core import guards
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed, TournamentError
from tournament_engine.registration.models import Entrant, Registration
from tournament_engine.registration.services import add_entrants

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("core_alone")]

_S = TournamentState


@pytest.fixture
def cup() -> Tournament:
    return a_tournament(state=_S.DRAFT, entrants=0, max_entrants=4)


def add(tournament: Tournament, *names: str) -> list[Registration]:
    return add_entrants(tournament=tournament, names=names, by=tournament.organizer)


def refusal(tournament: Tournament, *names: str) -> TournamentError:
    with pytest.raises(TournamentError) as refused:
        add(tournament, *names)
    return refused.value


def test_names_become_entrants_in_their_order(cup: Tournament):
    added = add(cup, "Bob", " Ann ", "Cyd")

    assert [row.name for row in added] == ["Bob", "Ann", "Cyd"]
    assert [entrant.name for entrant in Entrant.objects.competing(cup)] == ["Bob", "Ann", "Cyd"]
    assert AuditEntry.objects.filter(action="entrants.added").get().after == {
        "names": ["Bob", "Ann", "Cyd"]
    }


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("Ann", "Bob", "ANN"), "Line 3: 'ANN' is there twice (line 1); take one of them out."),
        (("Ann", " "), "Line 2: Enter a name."),
        ((), "Enter a name on each line."),
    ],
)
def test_a_bad_list_adds_nobody(cup: Tournament, given: tuple[str, ...], sentence: str):
    error = refusal(cup, *given)

    assert (type(error), error.message, error.field) == (InvalidInput, sentence, "names")
    assert Registration.objects.count() == 0


def test_a_name_that_is_in_already_adds_nobody(cup: Tournament):
    add(cup, "Ann")

    error = refusal(cup, "Bob", "ann")

    assert error.message == "'Ann' is already registered; take the name out of the list."
    assert Registration.objects.count() == 1


@pytest.mark.parametrize(
    ("taken", "sentence"),
    [
        (3, "Only 1 place is left and the list holds 2 names; offer more places first."),
        (4, "Only 0 places are left and the list holds 2 names; offer more places first."),
    ],
)
def test_more_names_than_places_add_nobody(cup: Tournament, taken: int, sentence: str):
    add(cup, *names(taken))

    error = refusal(cup, "Ann", "Bob")

    assert (type(error), error.message) == (Conflict, sentence)
    assert Registration.objects.count() == taken


@pytest.mark.parametrize("state", TournamentState)
def test_names_are_taken_until_play_begins(cup: Tournament, state: TournamentState):
    Tournament.objects.update(state=state)

    try:
        add(cup, "Ann")
    except Conflict:
        is_taken = False
    else:
        is_taken = True

    assert is_taken == (
        state
        in {
            _S.DRAFT,
            _S.PUBLISHED,
            _S.REGISTRATION_OPEN,
            _S.REGISTRATION_CLOSED,
            _S.CHECK_IN,
        }
    )


def test_nobody_is_added_to_a_draw(cup: Tournament):
    def drawn(_: Tournament) -> None:
        raise Conflict("The draw is made.")

    guards.register("enter", drawn)

    assert refusal(cup, "Ann").message == "The draw is made."


def test_only_who_runs_the_tournament_adds_names(cup: Tournament):
    nobody: list[Any] = [a_user(), AnonymousUser(), None]

    for by in nobody:
        with pytest.raises(NotAllowed):
            add_entrants(tournament=cup, names=["Ann"], by=by)


def test_names_that_were_withdrawn_may_come_again():
    cup = a_tournament(entrants=0)
    first = a_registration(cup, name="Ann")
    Registration.objects.filter(pk=first.pk).update(state="withdrawn")

    assert [row.state for row in add(cup, "Ann")] == ["confirmed"]


@pytest.mark.parametrize("size", [8, 64])
def test_a_list_of_any_length_is_the_same_number_of_queries(
    size: int, django_assert_max_num_queries: Any
):
    cup = a_tournament(state=_S.DRAFT, entrants=0)

    with django_assert_max_num_queries(20):
        add(cup, *names(size))
