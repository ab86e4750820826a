"""What becomes of a post."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

__all__ = ["TRANSITIONS", "PostState"]


class PostState(TextChoices):
    """Whether everybody reads a post."""

    SHOWN = "shown", pgettext_lazy("post", "shown")
    HELD = "held", pgettext_lazy("post", "waiting for a moderator")
    HIDDEN = "hidden", pgettext_lazy("post", "hidden")


_P = PostState

TRANSITIONS: dict[PostState, frozenset[PostState]] = {
    _P.SHOWN: frozenset({_P.HELD, _P.HIDDEN}),
    _P.HELD: frozenset({_P.SHOWN, _P.HIDDEN}),
    _P.HIDDEN: frozenset({_P.SHOWN}),
}
