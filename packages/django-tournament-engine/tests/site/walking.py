"""Every page of a tournament, as each kind of reader sees it."""

from collections.abc import Iterator
from itertools import chain

from django.test import Client
from django.urls import reverse
from tests.factories import a_user
from tests.people.models import Person

from tournament_engine import hooks, urls
from tournament_engine.challenge.models import Challenge, ChallengeCompletion
from tournament_engine.core.models import Game, Tournament
from tournament_engine.dispute.models import Dispute, DisputeComment
from tournament_engine.match.models import Match
from tournament_engine.registration.models import Registration, RosterMember

__all__ = ["answers", "pages", "readers", "typed_in"]


def readers(tournament: Tournament) -> list[Person | None]:
    """Return a visitor, a stranger, those who registered, the staff, and the organiser."""
    registered = tournament.registrations.exclude(user=None).select_related("user")
    players = [registration.user for registration in registered]
    staff = [assignment.user for assignment in tournament.staff.select_related("user")]
    return [None, a_user(), *players, *staff, tournament.organizer]


def pages(client: Client, tournament: Tournament) -> Iterator[tuple[str, str]]:
    """Yield the name of each route with the page that each reader gets there, refusals too."""
    addresses = _addresses(tournament)
    # Who runs nothing here is refused at every door behind the desk in the same words.
    console = reverse("tournament_engine:console", args=(tournament.slug,))
    in_front = {address for address in addresses if not address.startswith(console)} | {console}
    behind = {tournament.organizer, *(one.user for one in tournament.staff.all())}
    for reader in readers(tournament):
        client.logout()
        if reader is not None:
            client.force_login(reader)
        for address in addresses if reader in behind else in_front:
            name = addresses[address]
            answer = client.get(address)
            # A file is nothing that people read on a page.
            if answer.headers["Content-Type"].startswith("text/html"):
                yield name, answer.content.decode()


def answers(client: Client, tournament: Tournament) -> Iterator[tuple[str, str]]:
    """Yield what the organiser reads who sends every form without filling it in."""
    client.force_login(tournament.organizer)
    for address, name in _addresses(tournament).items():
        answer = client.post(address, follow=True)
        # A file that is sent line by line is no page.
        if not answer.streaming:
            yield name, answer.content.decode()


def _addresses(tournament: Tournament) -> dict[str, str]:
    """Return the routes by the addresses that the tournament gives them."""
    known = list(_words(tournament))
    return {
        reverse(f"tournament_engine:{route.name}", kwargs=dict(words)): str(route.name)
        for route in urls.urlpatterns
        for words in {
            tuple((word, words[word]) for word in route.pattern.converters)
            for words in known
            if route.pattern.converters.keys() <= words.keys()
        }
    }


def _words(tournament: Tournament) -> Iterator[dict[str, str | int]]:
    """Yield what the routes may ask for: each stage, a match of each state and part, …"""
    for stage in tournament.stages.all():
        yield {"slug": tournament.slug, "stage": stage.code}
    for assignment in tournament.staff.all():
        yield {"slug": tournament.slug, "assignment": assignment.pk}
    for registration in tournament.registrations.all()[:2]:
        yield {"slug": tournament.slug, "registration": registration.pk}
    for challenge in tournament.challenges.all():
        yield {"slug": tournament.slug, "challenge": challenge.pk}
    for claim in ChallengeCompletion.objects.filter(tournament=tournament):
        yield {"slug": tournament.slug, "claim": claim.pk}
    for dispute in tournament.disputes.all():
        yield {"slug": tournament.slug, "dispute": dispute.pk}
    rows = Match.objects.filter(tournament=tournament).with_stage()
    for row in {(row.state, row.part): row for row in rows}.values():
        yield {"slug": tournament.slug, "stage": row.bracket.stage.code, "code": row.code}
        yield {
            "slug": tournament.slug,
            "stage": row.bracket.stage.code,
            "part": row.part,
            "number": row.round,
        }


def typed_in(tournament: Tournament) -> set[str]:
    """Return every text that a person gave: names, and reasons."""
    registrations = Registration.objects.all()
    people = Person.objects.all()
    return {
        *Tournament.objects.values_list("name", flat=True),
        *Game.objects.values_list("name", flat=True),
        *tournament.stages.values_list("name", flat=True),
        *registrations.values_list("name", flat=True),
        *RosterMember.objects.values_list("name", flat=True),
        *(hooks.users().display_name(person) for person in people),
        *filter(None, [tournament.cancel_reason]),
        *Challenge.objects.values_list("name", flat=True),
        *Challenge.objects.values_list("description", flat=True),
        *Challenge.objects.values_list("reason", flat=True),
        *ChallengeCompletion.objects.values_list("text", flat=True),
        *ChallengeCompletion.objects.values_list("reason", flat=True),
        *chain.from_iterable(ChallengeCompletion.objects.values_list("links", flat=True)),
        *DisputeComment.objects.values_list("text", flat=True),
        *Dispute.objects.values_list("decision", flat=True),
    }
