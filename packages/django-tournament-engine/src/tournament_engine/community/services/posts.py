"""Questions and answers: asked, mended, reported, and what a moderator does about them."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import hooks, permissions
from tournament_engine.audit import services as audit
from tournament_engine.community.lifecycle import TRANSITIONS, PostState
from tournament_engine.community.models import MAX_DEPTH, Post, PostReport
from tournament_engine.community.permissions import ANNOUNCE, ASK
from tournament_engine.community.policy import must_wait
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed
from tournament_engine.locks import lock
from tournament_engine.text import prose, sentence
from tournament_engine.transitions import check_transition
from tournament_engine.users import User

__all__ = [
    "EDIT_WINDOW",
    "MOST",
    "WINDOW",
    "ask_question",
    "edit_post",
    "hide_post",
    "lock_thread",
    "pin_question",
    "reply_to_post",
    "report_post",
    "show_post",
]

#: So many posts a person, in any tournament, within this time.
MOST = 10
WINDOW = timedelta(minutes=5)

#: So long an author may mend a post.
EDIT_WINDOW = timedelta(minutes=15)

_LONGEST = 2000
_LONGEST_REASON = 300
_P = PostState


@transaction.atomic
def ask_question(*, tournament: Tournament, text: str, by: User) -> Post:
    """Ask the organisers something that everybody may read."""
    _take(tournament, by)
    return _write(Post(tournament=tournament), text, by)


@transaction.atomic
def reply_to_post(*, post: Post, text: str, by: User) -> Post:
    """Answer a question, or an answer to it."""
    _take(post.tournament, by)
    post.refresh_from_db()
    root = post.root or post
    if post.state != _P.SHOWN or root.state != _P.SHOWN:
        raise Conflict(_("This post is not shown any more: nobody answers it."), code="hidden")
    if root.is_locked and not permissions.can(by, ANNOUNCE, post.tournament):
        raise Conflict(_("This question is closed: nobody answers it any more."), code="locked")
    if post.depth >= MAX_DEPTH:
        raise Conflict(_("Answers are nested no deeper: answer the one above."), code="too_deep")
    reply = Post(tournament=post.tournament, root=root, parent=post, depth=post.depth + 1)
    return _write(reply, text, by)


@transaction.atomic
def edit_post(*, post: Post, text: str, by: User) -> Post:
    """Mend one's own post, a short while after it was written."""
    _take(post.tournament, by)
    lock(post)
    if post.author_id != by.pk:
        raise NotAllowed(_("This is somebody else's post."))
    if post.state == _P.HIDDEN or timezone.now() - post.created_at > EDIT_WINDOW:
        raise Conflict(_("It is too late to change this post."), code="too_late")
    before = post.text
    post.text, post.edited_at = _clean(text), timezone.now()
    if post.state == _P.SHOWN and not post.by_staff and must_wait(post.text):
        post.state = _P.HELD
    post.save()
    audit.log(
        by=by,
        action="post.edited",
        subject=post,
        before={"text": before},
        after={"text": post.text},
    )
    return post


@transaction.atomic
def report_post(*, post: Post, reason: str, by: User) -> PostReport:
    """Ask a moderator to look at a post; once a person, and once more when it was changed."""
    _take(post.tournament, by)
    reason = _reason(reason)
    report = PostReport.objects.filter(post=post, by=by).first()
    if report is None:
        report = PostReport(post=post, by=by, reason=reason)
    elif report.is_open:
        return report
    elif post.edited_at is None or post.edited_at < report.created_at:
        message = _("A moderator has looked at it since you reported it, and left it as it is.")
        raise Conflict(message, code="decided")
    report.reason, report.is_open, report.created_at = reason, True, timezone.now()
    report.save()
    audit.log(by=by, action="post.reported", subject=post, reason=reason)
    return report


@transaction.atomic
def hide_post(*, post: Post, reason: str, by: User) -> Post:
    """Let nobody read a post, nor what answers it; its reports are settled by that."""
    return _moderate(post, _P.HIDDEN, by=by, reason=_reason(reason))


@transaction.atomic
def show_post(*, post: Post, by: User) -> Post:
    """Let everybody read a post that waited, was hidden or was reported."""
    return _moderate(post, _P.SHOWN, by=by, reason="")


@transaction.atomic
def pin_question(*, post: Post, is_pinned: bool, by: User) -> Post:
    """Put a question on top, or back in its place."""
    _take_question(post, by)
    post.is_pinned = is_pinned
    post.save()
    audit.log(by=by, action="post.pinned" if is_pinned else "post.unpinned", subject=post)
    return post


@transaction.atomic
def lock_thread(*, post: Post, is_locked: bool, by: User) -> Post:
    """Let nobody but the staff answer a question any more, or everybody again."""
    _take_question(post, by)
    post.is_locked = is_locked
    post.save()
    audit.log(by=by, action="post.locked" if is_locked else "post.unlocked", subject=post)
    return post


def _take(tournament: Tournament, by: User) -> None:
    """Lock the tournament for somebody who may ask and answer in it."""
    lock(tournament)
    permissions.require(by, ASK, tournament)
    if hooks.thread_for(tournament):
        raise Conflict(_("People talk in the site's own thread: ask there."), code="elsewhere")
    if not tournament.has_questions:
        raise Conflict(_("This tournament takes no questions here."), code="off")


def _take_question(post: Post, by: User) -> None:
    lock(post.tournament)
    permissions.require(by, ANNOUNCE, post.tournament)
    lock(post)
    if post.root_id is not None:
        raise InvalidInput(_("Choose the question itself, not an answer to it."), code="no_root")


def _write(post: Post, text: str, by: User) -> Post:
    recent = Post.objects.filter(author=by, created_at__gt=timezone.now() - WINDOW)
    if recent.count() >= MOST:
        raise Conflict(_("You wrote a lot just now: wait a few minutes."), code="too_many")
    post.author, post.text = by, _clean(text)
    post.by_staff = permissions.can(by, ANNOUNCE, post.tournament)
    if not post.by_staff and must_wait(post.text):
        post.state = _P.HELD
    post.save()
    audit.log(by=by, action="post.written", subject=post, after={"state": post.state})
    return post


def _moderate(post: Post, target: PostState, *, by: User, reason: str) -> Post:
    lock(post.tournament)
    permissions.require(by, ANNOUNCE, post.tournament)
    lock(post)
    before = post.state
    if before != target:
        check_transition(TRANSITIONS, before, target)
        post.state = target
        post.save()
    post.reports.filter(is_open=True).update(is_open=False)
    after = {"state": target}
    action = f"post.{target}"
    audit.log(
        by=by, action=action, subject=post, before={"state": before}, after=after, reason=reason
    )
    return post


def _clean(text: str) -> str:
    clean = prose(text, field="text", longest=_LONGEST)
    if not clean:
        raise InvalidInput(_("Write something."), code="empty", field="text")
    return clean


def _reason(reason: str) -> str:
    if not reason.strip():
        raise InvalidInput(_("Say what is wrong with the post."), code="empty", field="reason")
    return sentence(reason, field="reason", longest=_LONGEST_REASON)
