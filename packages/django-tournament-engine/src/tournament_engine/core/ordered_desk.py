"""What the desks of things in an order do alike: write them, move one, take one away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from tournament_engine.core import services
from tournament_engine.core.models import Tournament
from tournament_engine.core.ordered import Coded, moved, place_of
from tournament_engine.replies import acting, done

__all__ = ["Act", "OrderedDesk"]

C = TypeVar("C", bound=Coded)

#: What a button of a desk does.
Act: TypeAlias = Callable[[HttpRequest, Tournament], HttpResponseBase]


@dataclass(frozen=True, kw_only=True)
class OrderedDesk(Generic[C]):
    """One kind of things of a tournament.

    `fact` is what the service calls them, `route` the page that lists them, `posted` the name
    under which a button sends the code of one, `gone` what is said of one that is taken away.
    """

    fact: str
    route: str
    posted: str
    read: Callable[[Tournament], list[C]]
    gone: Callable[[C], str]

    def write(
        self,
        request: HttpRequest,
        tournament: Tournament,
        things: Sequence[C],
        *,
        version: int | None = None,
    ) -> Tournament:
        """Put these in place of all; `version` is that of the tournament as somebody read it."""
        changes: dict[str, Any] = {self.fact: things}
        return services.update_tournament(
            tournament=tournament,
            by=acting(request),
            version=tournament.version if version is None else version,
            **changes,
        )

    def move(self, by: int) -> Act:
        """Return what moves the thing that a button names, so many places down."""

        def act(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
            things = self.read(tournament)
            place = place_of(request.POST.get(self.posted, ""), things)
            self.write(request, tournament, moved(things, place, by))
            return done(request, _("The order is changed."), self.route, tournament.slug)

        return act

    def remove(self, request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
        """Take the thing away that a button names."""
        things = self.read(tournament)
        removed = things.pop(place_of(request.POST.get(self.posted, ""), things))
        self.write(request, tournament, things)
        return done(request, self.gone(removed), self.route, tournament.slug)
