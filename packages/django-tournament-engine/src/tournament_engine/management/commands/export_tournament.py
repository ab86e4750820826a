"""`manage.py export_tournament SLUG`: a tournament as JSON and CSV files."""

import csv
import json
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from tournament_engine.management.commanding import EngineCommand, named_tournament
from tournament_engine.management.exporting.contents import (
    ENTRANT_COLUMNS,
    MATCH_COLUMNS,
    contents,
    lines,
)
from tournament_engine.text import safe_cell

__all__ = ["Command"]


class Command(EngineCommand):
    """Writes what everybody may read of a tournament; `matches.csv` can be imported again."""

    help = (
        "Write a tournament's public facts, entrants, matches and standings to tournament.json, "
        "entrants.csv and matches.csv; import_tournament reads the last one again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the tournament's address, as in /tournaments/SLUG/")
        parser.add_argument(
            "--output",
            type=Path,
            metavar="FOLDER",
            help="where to write the files (default: a folder named like the tournament)",
        )
        parser.add_argument("--json", action="store_true", help="print the JSON and write no files")

    def handle(self, *_args: Any, **options: Any) -> None:
        slug = options["slug"]
        data = contents(named_tournament(slug))
        if options["json"]:
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
            return
        folder: Path = options["output"] or Path(slug)
        try:
            written = write(folder, data)
        except OSError as error:
            message = f"'{folder}' cannot be written ({error.strerror}): choose another --output."
            raise CommandError(message) from error
        for name, count in written.items():
            self.stdout.write(f"{folder / name}: {count}")


def write(folder: Path, data: Mapping[str, Any]) -> dict[str, str]:
    """Write the files; return what is in each, by name."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(data, ensure_ascii=False, indent=2)
    (folder / "tournament.json").write_text(text + "\n", encoding="utf-8")
    entrants = data["entrants"]
    write_csv(folder / "entrants.csv", ENTRANT_COLUMNS, entrants)
    played = [line for stage in data["stages"] for line in lines(stage["matches"], word_of(stage))]
    write_csv(folder / "matches.csv", MATCH_COLUMNS, played)
    return {
        "tournament.json": f"{len(data['stages'])} stages",
        "entrants.csv": f"{len(entrants)} entrants",
        "matches.csv": f"{len(played)} matches played",
    }


def word_of(stage: Mapping[str, Any]) -> str:
    """Return the word that an import knows a stage by; another format keeps its own code."""
    words: dict[str, str] = {"pools": "pools", "single_elimination": "knockout"}
    return words.get(stage["format"]) or str(stage["code"])


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write a file that a spreadsheet opens without calculating anything in it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: safe_cell(row[name]) for name in columns} for row in rows)
