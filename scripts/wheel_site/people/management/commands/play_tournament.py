"""One whole tournament through the services, then its pages."""

from django.core.management.base import BaseCommand, CommandError
from django.test import Client

from bracketcore import Win
from people.models import Person
from tournament_engine.bracket import services as bracket_services
from tournament_engine.core import services as core_services
from tournament_engine.core.models import EntrantKind, Tournament, Visibility
from tournament_engine.core.stages import StageSpec
from tournament_engine.match import services as match_services
from tournament_engine.match.lifecycle import MatchState
from tournament_engine.registration import services as registration_services

NAMES = ("Ann", "Bob", "Cyd", "Dee", "Eve", "Flo")


class Command(BaseCommand):
    """Fails unless the favourite wins and every page shows it."""

    def handle(self, *_args: object, **_options: object) -> None:
        organizer = Person.objects.create_user(email="olga@example.org")
        tournament = self.set_up(organizer)
        self.play(tournament, organizer)
        tournament.refresh_from_db()
        if tournament.state != "completed":
            raise CommandError(f"The tournament is {tournament.state}, not completed.")
        self.read_pages(tournament)

    def set_up(self, organizer: Person) -> Tournament:
        """Create a knockout, name its entrants and publish the bracket."""
        tournament = core_services.create_tournament(
            name="Trial",
            game="Chess",
            entrant_kind=EntrantKind.SOLO,
            visibility=Visibility.PUBLIC,
            min_entrants=2,
            max_entrants=8,
            stages=[StageSpec(code="knockout", name="Knockout", format="single_elimination")],
            by=organizer,
        )
        registration_services.add_entrants(tournament=tournament, names=NAMES, by=organizer)
        for step in (
            core_services.publish_tournament,
            core_services.open_registration,
            core_services.close_registration,
        ):
            tournament = step(tournament=tournament, by=organizer)
        stage = tournament.stages.get()
        bracket_services.seed_entrants(stage=stage, order=None, method="registration", by=organizer)
        bracket = bracket_services.generate_bracket(stage=stage, by=organizer)
        bracket_services.publish_bracket(bracket=bracket, by=organizer)
        return core_services.start_tournament(tournament=tournament, by=organizer)

    def play(self, tournament: Tournament, organizer: Person) -> None:
        """Let the better seed win every match, the next ready one first."""
        while match := tournament.matches.filter(state=MatchState.READY).first():
            favourite = match.sides.order_by("entrant__seed", "side")[0].entrant
            match_services.confirm_result(match=match, result=Win(str(favourite.pk)), by=organizer)

    def read_pages(self, tournament: Tournament) -> None:
        """Read the list and the bracket as a visitor."""
        for address in ("/tournaments/", f"{tournament.get_absolute_url()}bracket/"):
            answer = Client().get(address)
            if answer.status_code != 200 or "Trial" not in answer.content.decode():  # noqa: PLR2004
                raise CommandError(f"{address} answers {answer.status_code}.")
