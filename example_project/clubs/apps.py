"""How Django finds the clubs."""

from django.apps import AppConfig

__all__ = ["ClubsConfig"]


class ClubsConfig(AppConfig):
    name = "clubs"
    default_auto_field = "django.db.models.BigAutoField"
