"""What is put on file in a case: evidence and comments. It is appended to and never rewritten."""

from collections.abc import Mapping, Sequence

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from tournament_engine import events, permissions
from tournament_engine.audit import services as audit
from tournament_engine.dispute.lifecycle import UNRESOLVED, Step
from tournament_engine.dispute.models import (
    MOST_PICTURES,
    Dispute,
    DisputeComment,
    DisputeEvidence,
    EvidenceFile,
)
from tournament_engine.dispute.permissions import REVIEW, VIEW
from tournament_engine.dispute.services import steps
from tournament_engine.errors import Conflict, InvalidInput, TournamentError
from tournament_engine.links import checked_link
from tournament_engine.text import prose
from tournament_engine.uploads.models import StoredFile
from tournament_engine.uploads.policies import takes_video
from tournament_engine.uploads.services import store_upload
from tournament_engine.users import User

__all__ = ["add_comment", "add_evidence"]


def add_evidence(
    *,
    dispute: Dispute,
    by: User,
    text: str = "",
    link: str = "",
    pictures: Sequence["File[bytes]"] = (),
    film: "File[bytes] | None" = None,
) -> DisputeEvidence:
    """Show something: a text, a link, files. Parties and staff do, while the case is open."""
    permissions.require(by, VIEW, dispute)
    _require_open(dispute)
    words = {
        "text": prose(text, field="text", longest=steps.LONGEST_TEXT),
        "link": link and checked_link(link, field="link"),
    }
    if not (any(words.values()) or pictures or film):
        message = _("Describe what you saw, or give a link or a picture that shows it.")
        raise InvalidInput(message, code="empty", field="text")
    if len(pictures) > MOST_PICTURES:
        message = _("Send at most %(most)d pictures at once.") % {"most": MOST_PICTURES}
        raise InvalidInput(message, code="too_many", field="pictures")
    # Storages may be far away: nobody waits for them under the lock.
    stored = [_stored(dispute, picture, "evidence", by) for picture in pictures]
    if film is not None:
        stored.append(_stored(dispute, film, "video", by))
    return _put_on_file(dispute, words, stored, by)


def _stored(dispute: Dispute, file: "File[bytes]", purpose: str, by: User) -> StoredFile:
    if purpose == "video" and not takes_video():
        raise InvalidInput(_("Films are not taken here."), code="no_video", field="film")
    field = "film" if purpose == "video" else "pictures"
    try:
        return store_upload(
            file=file, purpose=purpose, by=by, tournament_id=dispute.tournament_id, field=field
        )
    except TournamentError as error:
        # Of several files, somebody has to know which.
        error.message = _("“%(name)s”: %(why)s") % {"name": file.name, "why": error.message}
        raise


@transaction.atomic
def _put_on_file(
    dispute: Dispute, words: Mapping[str, str], stored: Sequence[StoredFile], by: User
) -> DisputeEvidence:
    dispute = steps.lock_case(dispute)
    permissions.require(by, VIEW, dispute)
    _require_open(dispute)
    evidence = DisputeEvidence.objects.create(
        dispute=dispute, by=by, file_count=len(stored), **words
    )
    EvidenceFile.objects.bulk_create(
        EvidenceFile(evidence=evidence, stored=file) for file in stored
    )
    after = {"evidence": evidence.pk, "files": [file.pk for file in stored]}
    audit.log(by=by, action="dispute.evidence", subject=dispute, after=after)
    _announce(dispute, evidence=evidence.pk)
    return evidence


@transaction.atomic
def add_comment(*, dispute: Dispute, text: str, by: User, internal: bool = False) -> DisputeComment:
    """Say something to everybody in the case, or in a note among the staff."""
    dispute = steps.lock_case(dispute)
    permissions.require(by, REVIEW if internal else VIEW, dispute)
    if not internal:
        _require_open(dispute)
    clean = steps.written(text, field="text", longest=steps.LONGEST_TEXT)
    comment = DisputeComment.objects.create(
        dispute=dispute, by=by, step=Step.COMMENT, is_internal=internal, text=clean
    )
    after = {"comment": comment.pk, "internal": internal}
    audit.log(by=by, action="dispute.comment", subject=dispute, after=after)
    _announce(dispute, comment=comment.pk)
    return comment


def _require_open(dispute: Dispute) -> None:
    if dispute.state not in UNRESOLVED:
        message = _("The case is %s: nothing more is put on file.")
        raise Conflict(message % dispute.get_state_display(), code="closed")


def _announce(dispute: Dispute, **entry: int) -> None:
    [(kind, number)] = entry.items()
    events.announce(
        events.dispute_filed,
        key=f"{dispute.pk}:{kind}:{number}",
        tournament=dispute.tournament_id,
        dispute=dispute.pk,
        kind=kind,
        entry=number,
    )
