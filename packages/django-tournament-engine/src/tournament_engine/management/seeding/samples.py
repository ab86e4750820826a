"""As many more tournaments as one wants: every format, in every state, drawn by a number."""

from collections.abc import Iterator, Mapping
from random import Random

from tournament_engine.core.stages import StageSpec
from tournament_engine.management.seeding.examples import (
    Announced,
    Archived,
    Cancelled,
    CheckIn,
    Completed,
    Concluded,
    Draft,
    Drawn,
    Example,
    Goal,
    Live,
    Open,
    Sport,
)

__all__ = ["GOALS", "goal_of", "samples"]

#: What `--stage` may ask for.
GOALS: Mapping[str, Goal] = {
    "draft": Draft(),
    "published": Announced(),
    "registration_open": Open(),
    "registration_closed": Drawn(),
    "check_in": CheckIn(present=2),
    "live": Live(played=2),
    "completed": Completed(),
    "concluded": Concluded(),
    "archived": Archived(),
    "cancelled": Cancelled(reason="Too few came together this time."),
}

#: What has not begun yet.
_AHEAD = Draft | Announced | Open | CheckIn

#: Formats by name with their options, and the numbers of entrants that are drawn from.
_FORMATS: Mapping[str, tuple[dict[str, object], tuple[int, ...]]] = {
    "single_elimination": ({"third_place": True}, (4, 7, 8, 13, 16)),
    "double_elimination": ({}, (4, 6, 8, 11)),
    "round_robin": ({}, (4, 5, 6)),
    "pools": ({"pools": 2}, (6, 8, 9)),
    "page_playoff": ({}, (4,)),
    "dual_tournament": ({}, (4,)),
    "stepladder": ({}, (4, 5)),
    "free_for_all": ({"heat_size": 4, "advance": 2}, (4, 8)),
}
_NAMES = tuple(_FORMATS)
_PLACES = ("Harbour", "Hill", "Mill", "Bridge", "Garden", "Tower", "Market", "Meadow")
_KINDS = ("Cup", "Open", "Trophy", "Night", "Classic", "Masters")
_PEOPLE = ("Ada", "Ben", "Cho", "Dev", "Eli", "Fay", "Gil", "Hana", "Ines", "Jan", "Kim", "Lou")


def goal_of(example: Example) -> str:
    """Return the word for how far an example has come."""
    return next(word for word, goal in GOALS.items() if type(goal) is type(example.goal))


def samples(count: int, *, seed: int, stage: str | None = None) -> Iterator[Example]:
    """Yield so many examples; the same number gives the same ones, and more only adds to them."""
    goals = list(GOALS.values()) if stage is None else [GOALS[stage]]
    for number in range(count):
        # With each round of the states the formats move on by one: in time all meet all.
        shift = number + number // len(goals) if len(goals) > 1 else number
        yield _sample(number, seed, goals[number % len(goals)], _NAMES[shift % len(_NAMES)])


def _sample(number: int, seed: int, goal: Goal, kind: str) -> Example:
    random = Random(f"{seed}:{number}")  # noqa: S311 - the same every time, no secret
    options, sizes = _FORMATS[kind]
    size = random.choice(sizes)
    name = f"{random.choice(_PLACES)} {random.choice(_KINDS)} {number + 1}"
    word = kind.replace("_", " ")
    return Example(
        slug=f"sample-{seed}-{number + 1}",
        name=name,
        sport=random.choice(list(Sport)),
        stages=(StageSpec(code="stage", name=word.capitalize(), format=kind, options=options),),
        goal=goal,
        starts_in=random.randint(1, 40) if isinstance(goal, _AHEAD) else -number,
        places=max(size, 4),
        description=f"Made by seed_tournaments: a {word} of {size}.",
        entrants=tuple(f"{random.choice(_PEOPLE)} {place}" for place in range(1, size + 1)),
    )
