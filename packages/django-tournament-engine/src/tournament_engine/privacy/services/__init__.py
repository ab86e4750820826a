"""Giving out what is held of a person, and forgetting it."""

from tournament_engine.privacy.services.erasure import Erasure, erase_user, export_user

__all__ = ["Erasure", "erase_user", "export_user"]
