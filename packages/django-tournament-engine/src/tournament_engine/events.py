"""What happened: signals for the site's code and notices for people, sent after commit.

A service announces inside its transaction; `outbox` carries the news and delivers it once
the transaction has committed. A receiver gets ids and plain values, never rows:

    @receiver(events.result_confirmed)
    def on_result(sender, *, key, tournament, stage, match, **kwargs): ...

`key` names this one piece of news: a receiver may get it twice and must then do nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, TypeAlias

from django.dispatch import Signal

from tournament_engine.users import User

__all__ = [
    "EVENT",
    "NOTICE",
    "Datum",
    "Follower",
    "News",
    "achievement_awarded",
    "achievements_awarded",
    "announce",
    "announcement_published",
    "badge_revoked",
    "carried",
    "certificate_issued",
    "challenge_awarded",
    "check_in_closed",
    "completion_changed",
    "deliver",
    "dispute_changed",
    "dispute_filed",
    "draw_announced",
    "match_check_in",
    "match_live",
    "match_ready",
    "match_scheduled",
    "match_sides_changed",
    "match_veto",
    "notify",
    "registration_changed",
    "reschedule_answered",
    "reschedule_requested",
    "result_confirmed",
    "result_corrected",
    "result_disputed",
    "result_reopened",
    "result_reported",
    "round_generated",
    "staff_changed",
    "stage_generated",
    "then",
    "tournament_cancelled",
    "tournament_changed",
    "tournament_concluded",
    "tournament_finished",
    "tournament_published",
    "tournament_started",
]

#: What a signal may carry: ids and plain values.
Datum: TypeAlias = str | int | bool | list[int] | list[str] | None

#: What the outbox carries: news for code, and notices for people.
EVENT = "event"
NOTICE = "notice"

#: What the engine itself does when news is delivered: called with `key` and the news' data,
#: and like a receiver it may be called twice.
Follower: TypeAlias = Callable[..., None]


class News(Signal):
    """A signal with a name, found again by that name when the outbox delivers it."""

    by_name: ClassVar[dict[str, "News"]] = {}

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.followers: list[Follower] = []
        self.by_name[name] = self


tournament_changed = News("tournament_changed")  # tournament, state: every edge, every edit
tournament_published = News("tournament_published")  # tournament
tournament_started = News("tournament_started")  # tournament
tournament_finished = News("tournament_finished")  # tournament
tournament_cancelled = News("tournament_cancelled")  # tournament
tournament_concluded = News("tournament_concluded")  # tournament
certificate_issued = News("certificate_issued")  # tournament, certificate
# Who holds a badge is `user`, or `entrant` where that stands for no account; `tournament` is
# where it was earned, if anywhere.
achievement_awarded = News("achievement_awarded")  # badge, achievement, user, entrant, tournament
# All that one look at the results gave, or some hundreds of it; `achievement_awarded` follows
# for each.
achievements_awarded = News("achievements_awarded")  # badges, tournament
badge_revoked = News("badge_revoked")  # badge, achievement, user, entrant, tournament
check_in_closed = News("check_in_closed")  # tournament
registration_changed = News("registration_changed")  # tournament, registrations, state
announcement_published = News("announcement_published")  # tournament, announcement
staff_changed = News("staff_changed")  # tournament, user, role, state
draw_announced = News("draw_announced")  # tournament, stage, number, commitment
stage_generated = News("stage_generated")  # tournament, stage
# A round whose every pairing is known: with its stage, or when the one before it was played.
round_generated = News("round_generated")  # tournament, stage, part, rounds
match_scheduled = News("match_scheduled")  # tournament, stage, match
match_check_in = News("match_check_in")  # tournament, stage, match: check-in is open
match_ready = News("match_ready")  # tournament, stage, match
# Those who were to meet are to meet others, or nobody any more: `match_walked_over` says so.
match_sides_changed = News("match_sides_changed")  # tournament, stage, match, reason, walked_over
match_veto = News("match_veto")  # tournament, stage, match: a step of its veto is done
match_live = News("match_live")  # tournament, stage, match
reschedule_requested = News("reschedule_requested")  # tournament, stage, match, request
reschedule_answered = News("reschedule_answered")  # tournament, stage, match, request
result_reported = News("result_reported")  # tournament, stage, match
result_disputed = News("result_disputed")  # tournament, stage, match
# A result is named by its match and by `result`, the version at which it came in: a rating
# applies that name once, and takes the one back that `reverts` names. `entrants` are by side,
# `places` say where each came in: 1 and 2, 1 and 1 for a draw, 0 for who did not take part.
result_confirmed = News("result_confirmed")  # …, reason, result, kind, entrants, places
result_corrected = News("result_corrected")  # …, the same, reverts
result_reopened = News("result_reopened")  # tournament, stage, match, reason, reverts
completion_changed = News("completion_changed")  # tournament, challenge, completion, state
challenge_awarded = News("challenge_awarded")  # tournament, challenge, completion, badge
dispute_changed = News("dispute_changed")  # tournament, match, dispute, state, step
dispute_filed = News("dispute_filed")  # tournament, dispute, kind, entry

#: Sent inside the transaction to whoever carries the news: the outbox, and nobody else.
carried = Signal()


def then(news: News, follower: Follower) -> None:
    """Let `follower` be called whenever `news` is delivered; once, however often it is added."""
    if follower not in news.followers:
        news.followers.append(follower)


def announce(news: News, *, key: str, **data: Datum) -> None:
    """Tell the site's code of what happened, once this transaction has committed."""
    carried.send(sender=None, topic=f"{EVENT}:{news.name}", key=f"{news.name}:{key}", payload=data)


def notify(
    notice: str,
    *,
    to: Iterable[User | None],
    key: str,
    context: Mapping[str, str | int | None],
    about: int | None = None,
) -> None:
    """Tell people of what happened, once this transaction has committed.

    `notice` names the template `tournament_engine/notices/<notice>.txt`, which gets `context`.
    `about` is the tournament's id: what is told about one keeps its order.
    """
    recipients = sorted({str(user.pk) for user in to if user is not None})
    if recipients:
        payload: dict[str, Any] = {"recipients": recipients, "context": dict(context)}
        if about is not None:
            payload["tournament"] = about
        # A notice and the news that it tells of may share a name: their keys must not meet.
        topic = f"{NOTICE}:{notice}"
        carried.send(sender=None, topic=topic, key=f"{topic}:{key}", payload=payload)


def deliver(*, name: str, key: str, payload: Mapping[str, Any], **_: object) -> None:
    """Send one signal. A receiver that fails is logged by Django and keeps nobody waiting.

    A follower that fails is called again later, with all others: people must hear of it.
    """
    news = News.by_name[name]
    data = {word: frozen(value) for word, value in payload.items()}
    news.send_robust(sender=News, key=key, **data)
    for follower in news.followers:
        follower(key=key, **data)


def frozen(value: Any) -> Any:
    """Return a value that no receiver can change for the next one: lists as tuples.

    >>> frozen([1, [2]])
    (1, (2,))
    """
    return tuple(map(frozen, value)) if isinstance(value, list) else value
