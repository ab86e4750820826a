"""What is wrong with a file, and in which line."""

from collections.abc import Iterable
from difflib import get_close_matches

from tournament_engine.errors import InvalidInput

__all__ = ["WrongLine", "hint"]


class WrongLine(InvalidInput):
    """Something in one line of the file; the message says what to do about it."""

    default_code = "wrong_line"

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"Line {line}: {message}")
        self.line = line


def hint(wrong: str, known: Iterable[str]) -> str:
    """Return ": did you mean 'this'?" when something known looks like it, else nothing.

    >>> hint("frist_score", ["first_score", "second_score"])
    ": did you mean 'first_score'?"
    """
    close = get_close_matches(wrong, list(known), n=1)
    return f": did you mean '{close[0]}'?" if close else ""
