"""Which rules a tournament has, and what they say of those who ask for a place. Reads only."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, cast

from django import forms
from django.contrib.auth import get_user_model
from django.core.signals import setting_changed
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from tournament_engine import conf, hooks
from tournament_engine.core.models import Tournament
from tournament_engine.errors import HookError, InvalidInput
from tournament_engine.registration.rules import (
    AllowList,
    Asked,
    Country,
    InviteCode,
    MinAge,
    Rating,
    Rule,
)
from tournament_engine.users import User

__all__ = [
    "Refusal",
    "Verdict",
    "asks_for_code",
    "check",
    "form_of",
    "in_words",
    "judge",
    "members_of",
    "rules",
    "told",
]

_OWN: Mapping[str, type[Rule]] = {
    "invite_code": InviteCode,
    "allow_list": AllowList,
    "min_age": MinAge,
    "country": Country,
    "rank": Rating,
}


@dataclass(frozen=True)
class Refusal:
    """A rule that is not met: its code, the sentence, and the field to change if any."""

    code: str
    message: str
    field: str | None = None


@dataclass(frozen=True)
class Verdict:
    """What the rules saw, to be kept with the registration, and what they refuse."""

    evidence: dict[str, Any] = field(default_factory=dict)
    refusals: Sequence[Refusal] = ()


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule that a tournament may have, by its code: the engine's and the site's."""
    own = {code: rule() for code, rule in _OWN.items()}
    paths = conf.settings.ELIGIBILITY_RULES
    return own | {code: cast(Rule, import_string(path)()) for code, path in paths.items()}


def check(tournament: Tournament) -> None:
    """Raise InvalidInput unless every rule is known and its parameters are what it asks for."""
    seen: set[str] = set()
    stored: object = tournament.eligibility
    if not isinstance(stored, list) or not all(isinstance(item, dict) for item in stored):
        raise _wrong(_("The rules of who may register are a list of objects."))
    for item in stored:
        code = item.get("rule")
        if code not in rules() or code in seen:
            message = _("'%(code)s' is no rule, or it is there twice.")
            raise _wrong(message % {"code": str(code)[:40]})
        seen.add(code)
        form = form_of(code, {key: value for key, value in item.items() if key != "rule"})
        unknown = item.keys() - form.fields.keys() - {"rule"}
        if unknown or not form.is_valid() or form.cleaned_data != _params(item):
            message = _("The rule '%(code)s' has parameters that it does not take: %(why)s")
            why = form.errors.as_text().replace("\n", " ") or ", ".join(sorted(unknown))
            raise _wrong(message % {"code": code, "why": why})


def form_of(code: str, data: Mapping[str, Any] | None = None) -> forms.Form:
    """Return the form of a rule's parameters."""
    return _RuleForm(data, rule=rules()[code])


class _RuleForm(forms.Form):
    def __init__(self, data: Mapping[str, Any] | None, *, rule: Rule) -> None:
        super().__init__(data)
        self.fields.update(rule.fields())
        self._rule = rule

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.errors:
            self._rule.check(self.cleaned_data)
        return self.cleaned_data


def in_words(tournament: Tournament) -> list[str]:
    """Return the sentences that tell people of a tournament's rules."""
    return [rule.words(params) for _code, rule, params in _set(tournament)]


def asks_for_code(tournament: Tournament) -> bool:
    """Whether somebody who registers has to type a code."""
    return any(rule.field == "code" for _code, rule, _params in _set(tournament))


def judge(
    tournament: Tournament,
    people: Sequence[User],
    *,
    code: str,
    now: datetime,
    members_only: bool = False,
) -> Verdict:
    """Look at those who ask for a place; the first of `people` is who registers.

    With `members_only` nobody registers: a member joins, whom fewer rules concern.

    Rules may ask the site's hooks, which may be slow: not under a lock.
    """
    evidence: dict[str, Any] = {}
    refusals: list[Refusal] = []
    for name, rule, params in _set(tournament):
        if members_only and not rule.concerns_members:
            continue
        concerned = people if rule.concerns_members else people[:1]
        seen = {}
        for user in concerned:
            asked = Asked(tournament=tournament, user=user, code=code)
            try:
                seen[str(user.pk)] = rule.evidence(asked, params)
            except HookError:
                message = _("The site cannot be asked at present; try again later.")
                refusals.append(Refusal("unavailable", message))
                continue
            if why := rule.refusal(seen[str(user.pk)], params):
                refusals.append(Refusal(name, _about(user, people, why), rule.field))
        evidence[name] = seen
    return Verdict({"at": now.isoformat(), "rules": evidence} if evidence else {}, refusals)


def members_of(applicant: User, ids: Iterable[str | None]) -> list[User]:
    """Return who registers and then the members who have accounts, each once, in one query."""
    keys: list[Any] = [key for key in ids if key is not None and key != str(applicant.pk)]
    found = get_user_model()._default_manager.filter(pk__in=keys).order_by("pk") if keys else ()
    return [applicant, *found]


def told(evidence: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what rules saw, each with the name of the rule, as the staff reads it."""
    for code, seen in evidence.get("rules", {}).items():
        rule = rules().get(code)
        label = code if rule is None else str(rule.label)
        for facts in seen.values():
            yield label, ", ".join(f"{name}: {value}" for name, value in facts.items())


def _set(tournament: Tournament) -> Iterator[tuple[str, Rule, Mapping[str, Any]]]:
    """Yield the rules that a tournament has; one that the site dropped is a closed door."""
    for item in tournament.eligibility:
        yield item["rule"], rules().get(item["rule"], _GONE), _params(item)


class _Gone(Rule):
    """A rule that the site no longer has: nobody is let in until the organiser removes it."""

    def words(self, params: Mapping[str, Any]) -> str:  # noqa: ARG002 - a rule's signature
        return _("A rule of this tournament is unknown; the organiser has to remove it.")

    def evidence(self, asked: Asked, params: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        return {}

    def refusal(self, evidence: Mapping[str, Any], params: Mapping[str, Any]) -> str:  # noqa: ARG002
        return self.words({})


_GONE = _Gone()


def _params(item: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key != "rule"}


def _about(user: User, people: Sequence[User], why: str) -> str:
    """Return a refusal; of a member it says of whom it speaks."""
    if user == people[0]:
        return why
    return _("%(name)s: %(why)s") % {"name": hooks.users().display_name(user), "why": why}


def _wrong(message: str) -> InvalidInput:
    return InvalidInput(message, code="invalid", field="eligibility")


def _forget(*, setting: str, **_: object) -> None:
    if setting == conf.NAME:
        rules.cache_clear()


setting_changed.connect(_forget, dispatch_uid="tournament_engine.rulebook")
