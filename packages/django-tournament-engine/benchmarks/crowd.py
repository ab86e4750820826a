"""Two hundred people who ask for sixteen places in one moment, as the workers of a site do it.

Its threads tell people of what was done, as the deployment check asks of a site.
"""

import multiprocessing
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from statistics import quantiles
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db import connection, connections
from django.test import override_settings
from tests.factories import a_tournament, a_user

from tournament_engine import runners
from tournament_engine.core.models import Tournament
from tournament_engine.errors import TournamentError
from tournament_engine.registration import services

__all__ = ["crowd"]

PEOPLE, PLACES = 200, 16
#: So many processes of a site, each with so many threads, and a connection a thread.
WORKERS, THREADS = 4, 10


class Answer(NamedTuple):
    """What one of them was told, and how many seconds after all of them had asked."""

    state: str
    seconds: float


def crowd() -> str:
    """Return the line of the table; SQLite has one writer and is not asked."""
    what = f"{PEOPLE} register at once for {PLACES} places"
    if connection.vendor != "postgresql":
        return f"{what}: only on PostgreSQL"
    answers = list(asked())
    states = Counter(answer.state for answer in answers)
    cuts = quantiles((answer.seconds for answer in answers), n=100)
    told = ", ".join(f"{number} {state}" for state, number in sorted(states.items()))
    return f"{what}: {told}; p50 {cuts[49]:.2f} s, p99 {cuts[98]:.2f} s"


def asked() -> Iterator[Answer]:
    """Let everybody ask; a worker takes people one after the other in each of its threads."""
    tournament = a_tournament(entrants=0, max_entrants=PLACES)
    people = [a_user().pk for _ in range(PEOPLE)]
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    ready, answers = fork.Barrier(WORKERS * THREADS), fork.SimpleQueue()
    workers = [
        fork.Process(target=work, args=(tournament.pk, people[number::WORKERS], ready, answers))
        for number in range(WORKERS)
    ]
    for worker in workers:
        worker.start()
    for _person in people:
        yield Answer(*answers.get())
    for worker in workers:
        worker.join()


def work(tournament: int, people: list[Any], ready: Any, answers: Any) -> None:
    """Register some of them, as one process of the site."""
    shares = [people[number::THREADS] for number in range(THREADS)]
    runner = {"TASK_RUNNER": "tournament_engine.runners.in_thread"}
    with override_settings(TOURNAMENT_ENGINE=runner), ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(partial(serve, tournament, ready, answers), shares))
    runners.wait()


def serve(tournament: int, ready: Any, answers: Any, people: list[Any]) -> None:
    """Register one after the other, as one thread does; everybody asked at the beginning."""
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
