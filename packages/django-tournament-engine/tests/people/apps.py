"""How Django finds the tests' people."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "tests.people"
    label = "people"
