"""Who gets which certificate, by the final standings."""

from collections.abc import Iterator
from dataclasses import dataclass

from tournament_engine.awards.models import Audience, Certificate
from tournament_engine.awards.paper import CertificateKind
from tournament_engine.awards.placing import final_tiers, placed
from tournament_engine.core.models import EntrantKind, Tournament
from tournament_engine.registration.models import Entrant
from tournament_engine.users import User

__all__ = ["Holder", "holders", "people_of"]

_K = CertificateKind
_KINDS = {1: _K.CHAMPION, 2: _K.RUNNER_UP, 3: _K.THIRD}


@dataclass(frozen=True, kw_only=True)
class Holder:
    """A person, with or without an account, and what the certificate is for."""

    slot: str
    name: str
    team: str
    user: User | None
    kind: CertificateKind
    place: int

    @property
    def key(self) -> tuple[str, str, int, str, str]:
        """Return what makes two certificates the same."""
        return self.slot, str(self.kind), self.place, self.name, self.team


def key_of(row: Certificate) -> tuple[str, str, int, str, str]:
    """Return what makes two certificates the same, as `Holder.key` does."""
    return row.slot, row.kind, row.place, row.name, row.team


def holders(tournament: Tournament, audience: str) -> list[Holder]:
    """Return who gets a certificate, the champion first."""
    if audience == Audience.NOBODY:
        return []
    places = placed(final_tiers(tournament))
    rows = Entrant.objects.filter(pk__in=places).select_related("registration__user")
    entrants = rows.prefetch_related("registration__members__user").in_bulk()
    found: list[Holder] = []
    for key, place in places.items():
        kind = _KINDS.get(place, _K.PARTICIPANT)
        if kind != _K.PARTICIPANT or audience == Audience.EVERYBODY:
            found += people_of(entrants[key], tournament, kind, place)
    return found


def people_of(
    entrant: Entrant, tournament: Tournament, kind: CertificateKind, place: int
) -> Iterator[Holder]:
    """Yield the people of an entrant; a team that names nobody has one for the whole."""
    members = [row for row in entrant.registration.members.all() if row.is_active]
    if tournament.entrant_kind == EntrantKind.TEAM and members:
        for member in members:
            slot = f"member:{member.pk}"
            yield Holder(
                slot=slot,
                name=member.name,
                team=entrant.name,
                user=member.user,
                kind=kind,
                place=place,
            )
        return
    user = entrant.registration.user if tournament.entrant_kind == EntrantKind.SOLO else None
    slot = f"entrant:{entrant.pk}"
    yield Holder(slot=slot, name=entrant.name, team="", user=user, kind=kind, place=place)
