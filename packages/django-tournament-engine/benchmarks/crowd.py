"""Two hundred people who ask for sixteen places in one moment, as the workers of a site do it."""

import multiprocessing
import time
from collections import Counter
from collections.abc import Iterator
from statistics import quantiles
from typing import Any, NamedTuple

from benchmarks.workers import by_worker
from django.contrib.auth import get_user_model
from django.db import connection, connections
from tests.factories import a_tournament, a_user

from tournament_engine.core.models import Tournament
from tournament_engine.errors import TournamentError
from tournament_engine.registration import services

__all__ = ["crowds"]

PEOPLE, PLACES = 200, 16
#: So many processes of a site, as gunicorn's documents advise for two cores; the others wait.
WORKERS = 5


class Answer(NamedTuple):
    """What one of them was told, and how many seconds after all of them had asked."""

    state: str
    seconds: float


def crowds() -> Iterator[str]:
    """Yield the lines of the table: who tells people is a worker beside the site, or who asks."""
    with by_worker():
        yield crowd("told by a worker")
    yield crowd("told by who asks")


def crowd(how: str) -> str:
    """Return a line of the table; SQLite has one writer and is not asked."""
    what = f"{PEOPLE} register at once for {PLACES} places, {how}"
    if connection.vendor != "postgresql":
        return f"{what}: only on PostgreSQL"
    answers = list(asked())
    states = Counter(answer.state for answer in answers)
    cuts = quantiles((answer.seconds for answer in answers), n=100)
    told = ", ".join(f"{number} {state}" for state, number in sorted(states.items()))
    return f"{what}: {told}; p50 {cuts[49]:.2f} s, p99 {cuts[98]:.2f} s"


def asked() -> Iterator[Answer]:
    """Let everybody ask; each process of the site takes one after the other."""
    tournament = a_tournament(entrants=0, max_entrants=PLACES)
    people = [a_user().pk for _ in range(PEOPLE)]
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    ready, answers = fork.Barrier(WORKERS), fork.SimpleQueue()
    workers = [
        fork.Process(target=serve, args=(tournament.pk, ready, answers, people[number::WORKERS]))
        for number in range(WORKERS)
    ]
    for worker in workers:
        worker.start()
    for _person in people:
        yield Answer(*answers.get())
    for worker in workers:
        worker.join()


def serve(tournament: int, ready: Any, answers: Any, people: list[Any]) -> None:
    """Register some of them, as one process does; everybody asked at the beginning."""
    connection.ensure_connection()
    ready.wait()
    start = time.perf_counter()
    for person in people:
        user: Any = get_user_model()._default_manager.get(pk=person)
        cup = Tournament.objects.get(pk=tournament)
        try:
            state = services.register(tournament=cup, user=user, by=user).state
        except TournamentError as error:
            state = error.code
        answers.put((str(state), time.perf_counter() - start))
    connection.close()
