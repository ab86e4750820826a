"""The rules of who may have a place: each sees something of a person and judges it.

A site adds rules of its own by name in `ELIGIBILITY_RULES`. What a rule saw is kept with the
registration, so that the answer stands whatever becomes of the person's rank or age later.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tournament_engine import hooks
from tournament_engine.core.models import Tournament
from tournament_engine.registration.invitees import is_for
from tournament_engine.users import User

__all__ = [
    "AllowList",
    "Asked",
    "Country",
    "InviteCode",
    "MinAge",
    "Rating",
    "Rule",
]

_MOST_NAMES = 1024


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Whom a rule looks at: a person, and the code that was typed."""

    tournament: Tournament
    user: User
    code: str = ""


class Rule:
    """Base class. `params` are the values of `fields()`, as they were cleaned and stored.

    `concerns_members` says that every member of a team with an account must meet it, and
    not only who registers. `evidence()` may be slow; `refusal()` judges what it returned.
    """

    label: str | Promise = ""
    concerns_members = False
    #: The field of the register page to change where the rule refuses.
    field: str | None = None

    def fields(self) -> dict[str, forms.Field]:
        """Return the form fields of the rule's parameters, by their names."""
        return {}

    def check(self, params: Mapping[str, Any]) -> None:
        """Raise a ValidationError when parameters that are right alone contradict each other."""

    def words(self, params: Mapping[str, Any]) -> str:
        """Return the sentence that tells people of the rule."""
        raise NotImplementedError

    def evidence(self, asked: Asked, params: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the rule sees of a person, as JSON: no more than it needs."""
        raise NotImplementedError

    def refusal(self, evidence: Mapping[str, Any], params: Mapping[str, Any]) -> str:
        """Return why this keeps the person out, empty where it does not."""
        raise NotImplementedError


class InviteCode(Rule):
    """Whoever was told the code may register."""

    label = gettext_lazy("Invitation code")
    field = "code"

    def fields(self) -> dict[str, forms.Field]:
        return {"code": forms.CharField(label=gettext_lazy("Code"), min_length=4, max_length=64)}

    def words(self, params: Mapping[str, Any]) -> str:  # noqa: ARG002 - the code is told by nobody
        return _("You need an invitation code.")

    def evidence(self, asked: Asked, params: Mapping[str, Any]) -> dict[str, Any]:
        typed, code = asked.code.strip().casefold(), str(params["code"]).strip().casefold()
        return {"matches": compare_digest(typed.encode(), code.encode())}

    def refusal(self, evidence: Mapping[str, Any], params: Mapping[str, Any]) -> str:  # noqa: ARG002
        return "" if evidence["matches"] else _("Enter the invitation code that you were given.")


class Lines(forms.CharField):
    """Texts, one on each line."""

    widget = forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = value if isinstance(value, list) else str(value or "").splitlines()
        return [line.strip() for line in map(str, lines) if line.strip()]

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > _MOST_NAMES:
            raise forms.ValidationError(
                _("Name at most %(most)d.") % {"most": _MOST_NAMES}, code="too_many"
            )

    def run_validators(self, value: Any) -> None:
        for line in value:
            super().run_validators(line)


class AllowList(Rule):
    """Those who are on a list may register."""

    label = gettext_lazy("List of those who may register")

    def fields(self) -> dict[str, forms.Field]:
        help_text = gettext_lazy("A login or an e-mail address on each line.")
        return {"people": Lines(label=gettext_lazy("People"), help_text=help_text, max_length=254)}

    def words(self, params: Mapping[str, Any]) -> str:  # noqa: ARG002 - the list is nobody's business
        return _("The organiser has a list of those who may register.")

    def evidence(self, asked: Asked, params: Mapping[str, Any]) -> dict[str, Any]:
        return {"listed": any(is_for(line, asked.user) for line in params["people"] if line)}

    def refusal(self, evidence: Mapping[str, Any], params: Mapping[str, Any]) -> str:  # noqa: ARG002
        if evidence["listed"]:
            return ""
        return _("You are not on the list of those who may register; ask the organiser.")


class MinAge(Rule):
    """Whoever is old enough may play."""

    label = gettext_lazy("Least age")
    concerns_members = True

    def fields(self) -> dict[str, forms.Field]:
        return {"age": forms.IntegerField(label=gettext_lazy("Years"), min_value=1, max_value=120)}

    def words(self, params: Mapping[str, Any]) -> str:
        return _("Players are at least %(age)d years old.") % {"age": params["age"]}

    def evidence(self, asked: Asked, params: Mapping[str, Any]) -> dict[str, Any]:
        # Whether somebody is old enough is all that is kept, never how old.
        age = hooks.users().facts(asked.user, asked.tournament).age
        return {"old_enough": None if age is None else age >= params["age"]}

    def refusal(self, evidence: Mapping[str, Any], params: Mapping[str, Any]) -> str:
        match evidence["old_enough"]:
            case True:
                return ""
            case None:
                return _("The site does not know your age; complete your profile.")
            case _:
                return _("You must be at least %(age)d years old.") % {"age": params["age"]}


class CodeLines(Lines):
    """Codes of countries, one on each line."""

    def to_python(self, value: Any) -> Any:
        return sorted({line.upper() for line in super().to_python(value)})

    def run_validators(self, value: Any) -> None:
        for line in value:
            if not (len(line) == 2 and line.isascii() and line.isalpha()):  # noqa: PLR2004
                message = _("'%(code)s' is no code of a country; use two letters, as DE.")
                raise forms.ValidationError(message % {"code": line[:20]}, code="country")


class Country(Rule):
    """Players of some countries alone."""

    label = gettext_lazy("Countries")
    concerns_members = True

    def fields(self) -> dict[str, forms.Field]:
        help_text = gettext_lazy("Two letters on each line, as DE or NL.")
        return {"countries": CodeLines(label=gettext_lazy("Countries"), help_text=help_text)}

    def words(self, params: Mapping[str, Any]) -> str:
        return _("Players come from: %(countries)s.") % {
            "countries": ", ".join(params["countries"])
        }

    def evidence(self, asked: Asked, params: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        country = hooks.users().facts(asked.user, asked.tournament).country
        return {"country": None if country is None else country.upper()}

    def refusal(self, evidence: Mapping[str, Any], params: Mapping[str, Any]) -> str:
        if evidence["country"] is None:
            return _("The site does not know your country; complete your profile.")
        if evidence["country"] in params["countries"]:
            return ""
        return self.words(params)


class Rating(Rule):
    """Players of some strength alone."""

    label = gettext_lazy("Rating")
    concerns_members = True

    def fields(self) -> dict[str, forms.Field]:
        return {
            "least": forms.IntegerField(label=gettext_lazy("From"), required=False),
            "most": forms.IntegerField(label=gettext_lazy("To"), required=False),
        }

    def check(self, params: Mapping[str, Any]) -> None:
        least, most = params.get("least"), params.get("most")
        if least is None and most is None:
            raise forms.ValidationError(_("Say from or to which rating."), code="empty")
        if least is not None and most is not None and least > most:
            message = _("The first rating must not be above the second.")
            raise forms.ValidationError(message, code="order")

    def words(self, params: Mapping[str, Any]) -> str:
        least, most = params.get("least"), params.get("most")
        if least is None:
            return _("The rating of players is %(most)s at most.") % {"most": most}
        if most is None:
            return _("The rating of players is at least %(least)s.") % {"least": least}
        words = {"least": least, "most": most}
        return _("The rating of players is between %(least)s and %(most)s.") % words

    def evidence(self, asked: Asked, params: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        return {"rating": hooks.users().facts(asked.user, asked.tournament).rating}

    def refusal(self, evidence: Mapping[str, Any], params: Mapping[str, Any]) -> str:
        rating, least, most = evidence["rating"], params.get("least"), params.get("most")
        if rating is None:
            return _("You have no rating here yet.")
        if (least is not None and rating < least) or (most is not None and rating > most):
            return self.words(params)
        return ""
