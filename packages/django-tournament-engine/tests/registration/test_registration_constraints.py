from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.factories import a_registration, a_tournament, a_user

from tournament_engine.registration.models import Entrant, Registration, RosterMember

pytestmark = pytest.mark.django_db


def rows(**facts: Any) -> Registration:
    return Registration(
        **{"tournament": None, "name": "Zoe", "name_key": "zoe", "state": "confirmed", **facts}
    )


def test_the_database_refuses_two_that_stand_and_share_something():
    cup = a_tournament(entrants=0)
    ann = a_user()
    a_registration(cup, ann, name="Ann")
    Registration.objects.update(team_ref="7")
    twins: list[dict[str, Any]] = [{"name_key": "ann"}, {"user": ann}, {"team_ref": "7"}]

    for same in twins:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows(tournament=cup, **same).save()

    assert Registration.objects.count() == 1


@pytest.mark.parametrize("state", ["withdrawn", "cancelled", "rejected", "expired"])
def test_one_that_no_longer_stands_is_in_nobodys_way(state: str):
    cup = a_tournament(entrants=0)
    first = a_registration(cup, a_user(), name="Ann")
    Registration.objects.update(state=state)

    rows(tournament=cup, name_key="ann", user=first.user).save()

    assert Registration.objects.count() == 2


def test_the_database_refuses_a_state_that_is_none():
    a_registration(a_tournament(entrants=0))

    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.update(state="nowhere")


def test_the_database_refuses_one_seed_for_two():
    a_tournament(entrants=2)

    with pytest.raises(IntegrityError), transaction.atomic():
        Entrant.objects.update(seed=1)


def test_the_database_refuses_one_person_in_two_rosters_of_a_tournament():
    cup = a_tournament(entrants=0, entrant_kind="team")
    ann = a_user()
    a_registration(cup, ann)
    other = a_registration(cup)

    with pytest.raises(IntegrityError), transaction.atomic():
        RosterMember.objects.create(tournament=cup, registration=other, user=ann, name="Ann")
