"""What a file of entrants says: the rows that can be, and what is wrong with the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tournament_engine.core.custom_fields.answers import Answer

__all__ = ["EntrantRow", "Problem", "Sheet"]


@dataclass(frozen=True, kw_only=True)
class EntrantRow:
    """One entrant, as a line of the file has it; what it does not say is empty.

    `login` is that of a person of the site, `answers` are those to the tournament's questions
    by their codes.
    """

    line: int
    name: str
    seed: int | None = None
    rating: int | None = None
    club: str = ""
    members: tuple[str, ...] = ()
    identity: str = ""
    login: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """What is to be put right in a line; line 0 stands for the file as a whole."""

    line: int
    message: str


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A file that was read.

    `unread` are columns that nobody knows, `left_out` counts rows of people who are not in.
    """

    rows: Sequence[EntrantRow] = ()
    problems: Sequence[Problem] = ()
    unread: Sequence[str] = ()
    left_out: int = 0
