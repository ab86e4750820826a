"""The command line: make stages, play them, and ask who stands where."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Final, NoReturn

from bracketcore.command_line import asking, making, playing
from bracketcore.errors import BracketError

__all__ = ["main"]

BAD_INPUT: Final = 2

GUIDE: Final = """\
a first tournament:
  printf 'Ann\\nBob\\nCyd\\nDee\\n' > names.txt      one name a line, the best first
  bracketcore create single-elimination names.txt > cup.json
  bracketcore show cup.json                        or, as a picture: show --svg cup.json
  bracketcore ready cup.json                       the matches to play now, with their ids
  bracketcore record cup.json R1.1 Ann 2-1
  bracketcore standings cup.json
  bracketcore simulate cup.json

when something was wrong:
  bracketcore undo cup.json                        takes back what happened last
  bracketcore correct cup.json R1.1 Dee 1-2        replaces a result
  bracketcore withdraw cup.json Bob                Bob has left: walkovers from now on

each command tells more: bracketcore record --help
"""


class OneLineParser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line, and leaves the usage to --help."""

    def error(self, message: str) -> NoReturn:
        self.exit(BAD_INPUT, f"{self.prog}: {message} (see {self.prog} --help)\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status is 2 and standard error has one line for bad input."""
    asked = _parser().parse_args(arguments)
    try:
        text = asked.run(asked)
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has left, as `head` does: the interpreter must not try once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (BracketError, OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"bracketcore: {_sentence(error)}\n")
        return BAD_INPUT
    return 0


def _sentence(error: BracketError | OSError | UnicodeDecodeError) -> str:
    match error:
        case OSError(filename=str() as name, strerror=str() as reason):
            return f"{name}: {reason}."
        case UnicodeDecodeError():
            return "The file is not UTF-8 text: save it as UTF-8."
        case _:
            return " ".join(str(error).split())


def _parser() -> argparse.ArgumentParser:
    parser = OneLineParser(
        prog="bracketcore",
        description="Make and play the stages of a tournament, kept as JSON files.",
        epilog=GUIDE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    making.add_commands(commands)
    playing.add_commands(commands)
    asking.add_commands(commands)
    return parser
