"""The forms of challenges: what one says, a claim with its evidence, and what staff decides."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tournament_engine import money
from tournament_engine.challenge import badges, rulebook
from tournament_engine.challenge.lifecycle import ChallengeKind, Reward, Subject
from tournament_engine.challenge.models import Challenge, ChallengeCompletion
from tournament_engine.challenge.models.challenges import MAX_NAME, MAX_TEXT
from tournament_engine.challenge.own import Own
from tournament_engine.challenge.specs import ALWAYS, ChallengeSpec
from tournament_engine.core.models import EntrantKind, Tournament
from tournament_engine.forms import EngineForm, MomentField, RowsField
from tournament_engine.uploads.fields import UploadField

__all__ = ["BulkForm", "ChallengeForm", "ClaimForm", "ReasonForm", "ReviewForm"]

_COUNTED = [(kind.value, kind.label) for kind in (ChallengeKind.AUTOMATIC, ChallengeKind.HYBRID)]


def _reason(*, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=required,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ChallengeForm(EngineForm):
    """What an organiser says of a challenge; `rule` is what it counts, "" for nothing."""

    name = forms.CharField(label=_("Name"), max_length=MAX_NAME)
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    kind = forms.ChoiceField(
        label=_("Who says that it is done"), choices=_COUNTED, widget=forms.RadioSelect
    )
    subject = forms.ChoiceField(label=_("For"), choices=Subject.choices, widget=forms.RadioSelect)
    target = forms.IntegerField(label=_("How many"), min_value=1, max_value=1_000_000)
    opens_at = MomentField(
        label=_("Begins"), required=False, help_text=_("Left empty, every result counts.")
    )
    closes_at = MomentField(
        label=_("Ends"), required=False, help_text=_("Left empty, it ends with the tournament.")
    )
    reward = forms.ChoiceField(label=_("Reward"), choices=Reward.choices)
    amount = forms.CharField(
        label=_("Amount for each winner"),
        required=False,
        max_length=24,
        help_text=_("Only where the reward is money."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    currency = forms.CharField(
        label=_("Currency"), required=False, max_length=12, help_text=_("Capital letters: EUR.")
    )
    badge = forms.ChoiceField(
        label=_("Badge"), required=False, help_text=_("Only where the reward is a badge.")
    )
    winners = forms.IntegerField(
        label=_("How many are rewarded"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=_("The first who do it; left empty, all."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        tournament: Tournament,
        rule: str,
        challenge: Challenge | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(challenge, rule))
        self._rule, self._code = rulebook.rule_of(rule), rule
        self._challenge = challenge
        self._offer_rule(tournament)
        if tournament.entrant_kind != EntrantKind.TEAM:
            del self.fields["subject"]
        self._offer_badges(tournament)
        if challenge is not None and challenge.completions.exists():
            self._settle()

    def _settle(self) -> None:
        """Show what cannot change any more, and take what was there."""
        for name, field in self.fields.items():
            field.disabled = name not in ALWAYS and name != "version"

    def _offer_rule(self, tournament: Tournament) -> None:
        if self._rule is None:
            del self.fields["kind"], self.fields["target"]
            return
        if not self._rule.has_target:
            del self.fields["target"]
        own = {
            rulebook.field_name(self._code, name): field
            for name, field in self._rule.fields(tournament).items()
        }
        head = {name: self.fields.pop(name) for name in ("name", "description")}
        self.fields = {**head, **own, **self.fields}

    def _offer_badges(self, tournament: Tournament) -> None:
        known = badges.choices(tournament)
        if known:
            self.fields["badge"].choices = [("", "---"), *known]  # type: ignore[attr-defined]  # a choice field
            return
        del self.fields["badge"]
        kept = [choice for choice in Reward.choices if choice[0] != Reward.BADGE]
        self.fields["reward"].choices = kept  # type: ignore[attr-defined]  # the same

    def spec(self) -> ChallengeSpec:
        """Return what was typed; InvalidInput names the field that is wrong."""
        facts = self.cleaned_data
        is_money = facts["reward"] == Reward.PAYOUT
        currency = money.checked_currency(facts["currency"].upper()) if is_money else ""
        amount = money.minor_units(facts["amount"] or "0", currency) if is_money else 0
        return ChallengeSpec(
            name=facts["name"],
            description=facts["description"],
            kind=facts.get("kind") or ChallengeKind.MANUAL,
            subject=facts.get("subject") or Subject.ENTRANT,
            rule=self._code,
            params=self._params(),
            target=facts.get("target") or 1,
            opens_at=self._moment("opens_at"),
            closes_at=self._moment("closes_at"),
            reward=facts["reward"],
            amount=amount,
            currency=currency,
            badge=facts.get("badge") or "",
            winners=facts["winners"],
        )

    def _moment(self, name: str) -> datetime | None:
        """Return a moment; one that the picker cut down to the minute is what it was."""
        typed: datetime | None = self.cleaned_data[name]
        stored: datetime | None = getattr(self._challenge, name) if self._challenge else None
        is_same = typed is not None and stored is not None and _minute(typed) == _minute(stored)
        return stored if is_same else typed

    def _params(self) -> dict[str, Any]:
        start = rulebook.field_name(self._code, "")
        return {
            name.removeprefix(start): value
            for name, value in self.cleaned_data.items()
            if self._code and name.startswith(start)
        }


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _initial(challenge: Challenge | None, rule: str) -> dict[str, Any]:
    if challenge is None:
        return {
            "kind": ChallengeKind.AUTOMATIC,
            "subject": Subject.ENTRANT,
            "reward": Reward.NOTHING,
            "target": 1,
        }
    names = (
        *("name", "description", "kind", "subject", "target", "opens_at", "closes_at"),
        *("reward", "currency", "badge", "winners", "version"),
    )
    facts = {name: getattr(challenge, name) for name in names}
    facts |= {rulebook.field_name(rule, name): one for name, one in challenge.params.items()}
    if challenge.amount:
        facts["amount"] = money.written(challenge.amount, challenge.currency)
    return facts


class ClaimForm(EngineForm):
    """That one did it, and what shows it."""

    subject = forms.ChoiceField(label=_("Who did it"))
    text = forms.CharField(
        label=_("What happened"),
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    links = forms.CharField(
        label=_("Links"),
        required=False,
        max_length=3000,
        help_text=_("One on each line, five at most: a video, a stream, a post."),
        widget=forms.Textarea(attrs={"rows": 2, "inputmode": "url"}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
        *,
        subjects: Sequence[Own],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files, initial=dict(initial or {}))
        self.fields["picture"] = UploadField(purpose="claim", label=_("Picture"), required=False)
        self._subjects = {one.code: one for one in subjects}
        choices = [(one.code, one.name) for one in subjects]
        if len(choices) > 1:
            self.fields["subject"].choices = choices  # type: ignore[attr-defined]  # a choice field
        else:
            del self.fields["subject"]

    def chosen(self) -> Own:
        """Return for whom it is."""
        code = self.cleaned_data.get("subject") or next(iter(self._subjects))
        return self._subjects[code]

    def evidence(self) -> dict[str, Any]:
        """Return what the service is given."""
        lines = self.cleaned_data["links"].splitlines()
        return {
            "text": self.cleaned_data["text"],
            "links": [line.strip() for line in lines if line.strip()],
            "picture": self.cleaned_data["picture"],
        }


class ReasonForm(EngineForm):
    """Why a challenge is called off."""

    reason = _reason()


class ReviewForm(EngineForm):
    """What is decided on one claim, as it was read."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    reason = _reason(required=False)


class BulkForm(EngineForm):
    """The claims that are ticked in the queue, of this tournament alone."""

    row = RowsField(
        label=_("Claims"),
        queryset=ChallengeCompletion.objects.none(),
        error_messages={"required": _("Tick a claim first.")},
    )
    reason = _reason(required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, tournament: Tournament) -> None:
        super().__init__(data)
        rows = ChallengeCompletion.objects.waiting().filter(tournament=tournament)
        self.fields["row"].queryset = rows.for_list()  # type: ignore[attr-defined]  # a model field
