"""The standings of a stage as pages show them, with the reason of every place in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bracketcore import Pools, Stage
from bracketcore import standings as core
from tournament_engine.bracket import stages
from tournament_engine.bracket.models import Bracket
from tournament_engine.bracket.tally import Tally, tallies
from tournament_engine.bracket.wording import CRITERIA, Names, Reasons, number
from tournament_engine.core.models import StageConfig

__all__ = ["Column", "Line", "StageTables", "Table", "pools_of", "stage_tables"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One place. `numbers` are the tie-breaks in the order of the table's columns."""

    place: int
    name: str
    tally: Tally
    points: str
    numbers: tuple[str, ...]
    why: str
    is_through: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A tie-break: its short code and its words."""

    code: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """The standings of a whole stage or of one pool; a knockout has no columns."""

    anchor: str
    title: str
    columns: tuple[Column, ...]
    has_points: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class StageTables:
    """A stage and its tables; none while it is not drawn."""

    code: str
    name: str
    tables: tuple[Table, ...]


def stage_tables(
    configs: Sequence[StageConfig], brackets: Mapping[int, Bracket], names: Names
) -> list[StageTables]:
    """Return every stage of a tournament with its tables, in playing order."""
    return [
        StageTables(
            code=config.code,
            name=config.name,
            tables=tuple(_tables(bracket, _Through.of(config, configs, brackets), names))
            if (bracket := brackets.get(config.pk)) is not None
            else (),
        )
        for config in configs
    ]


@dataclass(frozen=True, slots=True)
class _Through:
    """Who goes on from a stage: those who are in a later one, or the places that lead there."""

    entrants: frozenset[str]
    places: frozenset[int]

    @classmethod
    def of(
        cls, config: StageConfig, configs: Iterable[StageConfig], brackets: Mapping[int, Bracket]
    ) -> "_Through":
        fed = [later for later in configs if _feeds(config, later)]
        drawn = [brackets[later.pk] for later in fed if later.pk in brackets]
        places = {place for later in fed for place in _places(config, later)}
        return cls(
            entrants=frozenset(str(entrant) for row in drawn for entrant in row.seeding),
            places=frozenset() if drawn else frozenset(places),
        )

    def has(self, row: core.Row) -> bool:
        return row.entrant in self.entrants or row.place in self.places


def _feeds(config: StageConfig, later: StageConfig) -> bool:
    return any(source["stage"] == config.code for source in later.sources)


def _places(config: StageConfig, later: StageConfig) -> Iterator[int]:
    for source in later.sources:
        if source["stage"] == config.code:
            yield from source["places"]


def _tables(bracket: Bracket, through: _Through, names: Names) -> Iterator[Table]:
    stage = stages.load(bracket)
    config = bracket.stage
    reasons = Reasons.of(stage, names)
    for pool in pools_of(stage):
        title = config.name if pool is None else _("Pool %(letter)s") % {"letter": pool}
        anchor = config.code if pool is None else f"{config.code}-{pool}"
        rows = stage.standings(pool=pool)
        yield _table(rows, tallies(stage), through, reasons, title=title, anchor=anchor)


def pools_of(stage: Stage) -> Sequence[str | None]:
    """Return the letters of the pools, or a single None for a stage without pools."""
    if not isinstance(stage.format, Pools):
        return (None,)
    return tuple(dict.fromkeys(match.bracket for match in stage.matches))


def _table(
    rows: core.Standings,
    counted: Mapping[str, Tally],
    through: _Through,
    reasons: Reasons,
    *,
    title: str,
    anchor: str,
) -> Table:
    columns = _columns(rows)
    return Table(
        anchor=anchor,
        title=title,
        columns=columns,
        has_points=any(row.points is not None for row in rows),
        lines=tuple(
            Line(
                place=row.place,
                name=reasons.names[row.entrant],
                tally=counted[row.entrant],
                points="" if row.points is None else number(row.points),
                numbers=tuple(_number(row, column) for column in columns),
                why=reasons.explain(row),
                is_through=through.has(row),
            )
            for row in rows
        ),
    )


def _columns(rows: core.Standings) -> tuple[Column, ...]:
    # A number that is 0 for everybody parted nobody.
    codes = dict.fromkeys(code for row in rows for code, value in row.tiebreaks.items() if value)
    return tuple(Column(code=code, words=str(CRITERIA.get(code, code))) for code in codes)


def _number(row: core.Row, column: Column) -> str:
    return number(row.tiebreaks[column.code]) if column.code in row.tiebreaks else ""
