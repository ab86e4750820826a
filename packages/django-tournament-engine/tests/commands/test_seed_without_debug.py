"""`manage.py seed_tournaments` where the site is no demo."""

import pytest
from django.core.management import CommandError, call_command
from tests.people.models import Person

pytestmark = pytest.mark.django_db


def test_nothing_is_seeded_where_debug_is_off():
    with pytest.raises(CommandError, match="add --force if that is what you want"):
        call_command("seed_tournaments")

    assert not Person.objects.exists()
