from tests.factories import a_registration, a_tournament, a_user
import pytest
pytestmark = pytest.mark.django_db


def test_smoke():
    t = a_tournament(entrants=2, max_entrants=3)
    r = a_registration(t)
    w = a_registration(t)
    assert (r.state, w.state) == ("confirmed", "waitlisted")
