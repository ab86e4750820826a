"""Tables of disputes: the case, its evidence, and everything that was said and done in it."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.models import Tournament
from tournament_engine.dispute.lifecycle import (
    UNRESOLVED,
    DisputeState,
    Outcome,
    Reason,
    Step,
)
from tournament_engine.dispute.queries import DisputeQuerySet, FileQuerySet
from tournament_engine.match.models import Match
from tournament_engine.registration.models import Entrant
from tournament_engine.transitions import state_constraint
from tournament_engine.uploads.models import StoredFile

__all__ = ["MOST_PICTURES", "Dispute", "DisputeComment", "DisputeEvidence", "EvidenceFile"]

#: Of one piece of evidence.
MOST_PICTURES = 5


#: Somebody decided, whoever that was.
_DECIDED = (Q(decided_by__isnull=False) | Q(author_erased=True)) & Q(decided_at__isnull=False)


class Dispute(models.Model):
    """A case about the result of one match, raised for one of its sides.

    `pairing` has the ids of the entrants who met, by side: a later correction may seat
    others. `opened_by` is nobody once that account is gone. `is_contradiction`: nobody
    raised it, the two sides claimed different results. The decision that is in force is here;
    one that was appealed against is in the file.
    """

    tournament = models.ForeignKey(Tournament, on_delete=models.CASCADE, related_name="disputes")
    match = models.ForeignKey(Match, on_delete=models.RESTRICT, related_name="disputes")
    entrant = models.ForeignKey(
        Entrant, on_delete=models.PROTECT, related_name="disputes", verbose_name=_("raised for")
    )
    side = models.PositiveSmallIntegerField()
    pairing = models.JSONField(editable=False)
    reason = models.CharField(_("reason"), max_length=16, choices=Reason)
    is_contradiction = models.BooleanField(default=False, editable=False)
    state = models.CharField(
        _("state"),
        max_length=16,
        choices=DisputeState,
        default=DisputeState.OPEN,
        editable=False,
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    opened_at = models.DateTimeField(_("opened"), editable=False)
    due_at = models.DateTimeField(_("to be decided by"), editable=False)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("in the hands of"),
    )
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome, blank=True)
    upheld_side = models.PositiveSmallIntegerField(null=True, editable=False)
    decision = models.TextField(_("decision"), max_length=2000, blank=True)
    # A decision keeps its author: an account that decided something is not deleted, but erased.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    author_erased = models.BooleanField(default=False, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    appealed_at = models.DateTimeField(null=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at", "-pk")
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        indexes = (
            models.Index(fields=("tournament", "state", "opened_at")),
            models.Index(
                fields=("due_at",),
                condition=Q(state__in=(DisputeState.OPEN, DisputeState.UNDER_REVIEW)),
                name="te_dispute_due",
            ),
        )
        constraints = (
            state_constraint(DisputeState, "te_dispute_state"),
            state_constraint(Reason, "te_dispute_reason", field="reason"),
            models.UniqueConstraint(
                fields=("match",),
                condition=Q(state__in=sorted(UNRESOLVED)),
                name="te_dispute_once",
            ),
            models.CheckConstraint(
                name="te_dispute_resolved",
                condition=~Q(state=DisputeState.RESOLVED)
                | _DECIDED & Q(outcome__in=Outcome.values),
            ),
            models.CheckConstraint(
                name="te_dispute_dismissed",
                condition=~Q(state=DisputeState.DISMISSED)
                | _DECIDED & Q(outcome="") & ~Q(decision=""),
            ),
            models.CheckConstraint(
                name="te_dispute_undecided",
                condition=Q(state__in=(DisputeState.RESOLVED, DisputeState.DISMISSED))
                | Q(decided_by=None, decided_at=None, outcome="", decision=""),
            ),
            models.CheckConstraint(
                name="te_dispute_upheld",
                condition=Q(outcome=Outcome.CLAIM_UPHELD, upheld_side__isnull=False)
                | ~Q(outcome=Outcome.CLAIM_UPHELD) & Q(upheld_side=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.match_id}: {self.reason}"

    def get_absolute_url(self) -> str:
        """Return the address of the case."""
        return reverse("tournament_engine:dispute", args=(self.tournament.slug, self.pk))


class FileEntry(models.Model):
    """What every entry of a case file has. It is written once and stays as it is."""

    created_at = models.DateTimeField(_("time"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("author"),
    )

    objects = FileQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new entry; an old one is never written again."""
        if not self._state.adding:
            raise TypeError("A case file is append-only: write a new entry.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse: what was said stays said."""
        raise TypeError("A case file is append-only: entries stay.")


class DisputeEvidence(FileEntry):
    """What somebody shows for their view of the match: a text, a link, files, or all of them.

    `file_count` tells how many files came with it, also when they were removed since.
    """

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="evidence")
    text = models.TextField(_("text"), max_length=2000, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    file_count = models.PositiveSmallIntegerField(_("files"), default=0)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("piece of evidence")
        verbose_name_plural = _("evidence")
        constraints = (
            models.CheckConstraint(
                name="te_evidence_something",
                condition=~Q(text="") | ~Q(link="") | Q(file_count__gt=0),
            ),
        )

    def __str__(self) -> str:
        return f"{self.dispute_id}: {self.text[:40] or self.link}"


class EvidenceFile(models.Model):
    """A picture or a film of a piece of evidence; without a file, it was removed by its age."""

    evidence = models.ForeignKey(DisputeEvidence, on_delete=models.CASCADE, related_name="files")
    stored = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        verbose_name = _("file of a piece of evidence")
        verbose_name_plural = _("files of evidence")

    def __str__(self) -> str:
        return f"{self.evidence_id}: {self.stored_id}"


class DisputeComment(FileEntry):
    """Something said in a case, or a step of it with the words that go with it.

    `is_internal`: a note among the staff, which no side ever reads. `facts` are those of a
    decision: its outcome, the side it upheld, the result.
    """

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="comments")
    step = models.CharField(_("step"), max_length=16, choices=Step, default=Step.COMMENT)
    is_internal = models.BooleanField(_("internal"), default=False)
    text = models.TextField(_("text"), max_length=2000, blank=True)
    facts = models.JSONField(default=dict, editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("entry of the case")
        verbose_name_plural = _("entries of the case")
        constraints = (
            state_constraint(Step, "te_comment_step", field="step"),
            models.CheckConstraint(
                name="te_comment_internal",
                condition=Q(step=Step.COMMENT) | Q(is_internal=False),
            ),
            models.CheckConstraint(
                name="te_comment_text", condition=~Q(step=Step.COMMENT) | ~Q(text="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.dispute_id}: {self.step}"
