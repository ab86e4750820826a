"""The life of a stage: its states and the edges between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

__all__ = ["PLAYABLE", "TRANSITIONS", "StageState"]


class StageState(TextChoices):
    """Where a stage stands. A stage that has no bracket row yet is pending."""

    PENDING = "pending", _("not drawn yet")
    GENERATED = "generated", _("drawn, not published")
    PUBLISHED = "published", _("published")
    IN_PROGRESS = "in_progress", _("in progress")
    COMPLETED = "completed", _("completed")


_S = StageState

TRANSITIONS: dict[StageState, frozenset[StageState]] = {
    _S.PENDING: frozenset({_S.GENERATED}),
    _S.GENERATED: frozenset({_S.PUBLISHED, _S.PENDING}),
    _S.PUBLISHED: frozenset({_S.IN_PROGRESS, _S.PENDING}),
    # Back, when every result is taken back: it can be drawn again then.
    _S.IN_PROGRESS: frozenset({_S.COMPLETED, _S.PUBLISHED}),
    _S.COMPLETED: frozenset({_S.IN_PROGRESS}),
}

#: Results are taken in these; a completed stage takes corrections.
PLAYABLE = frozenset({_S.PUBLISHED, _S.IN_PROGRESS, _S.COMPLETED})
