"""What can be earned: achievements come into the site, and are changed or closed."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils.translation import gettext as _

from tournament_engine import permissions
from tournament_engine.audit import services as audit
from tournament_engine.awards.models import Achievement, Colour
from tournament_engine.awards.rulebook import checked_params
from tournament_engine.awards.starting import ACHIEVEMENTS
from tournament_engine.core.models import Game, Tournament
from tournament_engine.core.permissions import MANAGE
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed
from tournament_engine.locks import lock
from tournament_engine.text import one_line, sentence
from tournament_engine.users import User

__all__ = [
    "change_achievement",
    "checked_words",
    "define_achievement",
    "install_achievements",
]

_LONGEST_CODE = 40
_LONGEST_NAME = 60
_LONGEST_DESCRIPTION = 200
_LONGEST_ICON = 4


@transaction.atomic
def define_achievement(  # noqa: PLR0913 - the facts of an achievement, each by its name
    *,
    code: str,
    name: str,
    rule: str,
    params: Mapping[str, Any] | None = None,
    description: str = "",
    game: Game | None = None,
    tournament: Tournament | None = None,
    per_tournament: bool = False,
    icon: str = "\N{BLACK STAR}",
    colour: str = Colour.BLUE,
    by: User | None,
) -> Achievement:
    """Let something be earned: in one tournament by its organiser, elsewhere by site staff."""
    _require(by, tournament)
    if game is not None and tournament is not None:
        message = _("Choose a game or a tournament, not both.")
        raise InvalidInput(message, code="two_scopes", field="game")
    row = Achievement(
        code=_checked_code(code),
        rule=rule,
        params=checked_params(rule, params or {}),
        game=game,
        tournament=tournament,
        per_tournament=per_tournament,
    )
    _write(row, name=name, description=description, icon=icon, colour=colour)
    audit.log(by=by, action="achievement.defined", subject=row, after=_facts(row))
    return row


@transaction.atomic
def change_achievement(
    *,
    achievement: Achievement,
    name: str,
    description: str,
    icon: str,
    colour: str,
    is_active: bool,
    by: User,
) -> Achievement:
    """Say it in other words, or let nobody earn it any more; who has it keeps it.

    What it takes stays as it is: those who earned it earned that.
    """
    lock(achievement)
    _require(by, achievement.tournament)
    before = _facts(achievement)
    achievement.is_active = is_active
    achievement.version += 1
    _write(achievement, name=name, description=description, icon=icon, colour=colour)
    after = _facts(achievement)
    audit.log(by=by, action="achievement.changed", subject=achievement, before=before, after=after)
    return achievement


@transaction.atomic
def install_achievements(*, by: User | None) -> list[Achievement]:
    """Add the starting achievements that the site does not have; return those that are new."""
    known = set(Achievement.objects.values_list("code", flat=True))
    return [
        define_achievement(code=code, by=by, **facts)
        for code, facts in ACHIEVEMENTS.items()
        if code not in known
    ]


def _require(by: User | None, tournament: Tournament | None) -> None:
    """The system may, when the site is set up; a person where they are responsible."""
    if tournament is not None:
        permissions.require_unless_system(by, MANAGE, tournament)
    elif by is not None and not permissions.is_site_staff(by):
        raise NotAllowed(_("You are not allowed to do this."))


def checked_words(*, name: str, description: str, icon: str) -> dict[str, str]:
    """Return the words of an achievement as they are stored; InvalidInput names the field."""
    words = {
        "name": one_line(name, field="name", longest=_LONGEST_NAME),
        "description": "",
        "icon": one_line(icon, field="icon", longest=_LONGEST_ICON),
    }
    if description:
        longest = _LONGEST_DESCRIPTION
        words["description"] = sentence(description, field="description", longest=longest)
    return words


def _write(row: Achievement, *, name: str, description: str, icon: str, colour: str) -> None:
    if colour not in Colour.values:
        raise InvalidInput(_("Choose one of the colours."), code="colour", field="colour")
    for field, text in checked_words(name=name, description=description, icon=icon).items():
        setattr(row, field, text)
    row.colour = colour
    row.save()


def _checked_code(code: str) -> str:
    try:
        validate_slug(code)
    except ValidationError as error:
        message = _("A code is letters, digits, hyphens and underscores.")
        raise InvalidInput(message, code="code", field="code") from error
    if len(code) > _LONGEST_CODE:
        message = _("A code has at most %(most)d signs.") % {"most": _LONGEST_CODE}
        raise InvalidInput(message, code="code", field="code")
    if Achievement.objects.filter(code=code).exists():
        message = _("There is an achievement with this code: choose another one.")
        raise Conflict(message, code="code_taken", field="code")
    return code


def _facts(row: Achievement) -> dict[str, Any]:
    return {
        "name": row.name,
        "description": row.description,
        "rule": row.rule,
        "params": row.params,
        "icon": row.icon,
        "colour": row.colour,
        "is_active": row.is_active,
    }
