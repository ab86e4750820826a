"""Text on paper: a bracket, and a table, from plain words."""

from collections.abc import Sequence

__all__ = ["bracket", "table"]


def bracket(rounds: Sequence[Sequence[str]], crown: str) -> list[str]:
    r"""Draw a bracket from the words of its slots, round by round, and of its winner.

    >>> print("\n".join(bracket([["ann 2", "dee 0", "bob", "cyd"], ["ann", "R1.2"]], "R2.1")))
    ann 2 ─┐
           ├─ ann ──┐
    dee 0 ─┘        │
                    ├─ R2.1
    bob ───┐        │
           ├─ R1.2 ─┘
    cyd ───┘
    """
    grid = [""] * (2 * len(rounds[0]) - 1)
    for number, words in enumerate(rounds):
        _draw_round(grid, words, step=2**number, entry="─ " if number else "")
    width = max(map(len, grid))
    final = len(rounds[0]) - 1
    grid[final] = f"{grid[final].ljust(width)}─ {crown}"
    return [line.rstrip() for line in grid]


def _draw_round(grid: list[str], words: Sequence[str], *, step: int, entry: str) -> None:
    """Write the slots of a round and the lines that join each pair of them.

    Slots stand 2 * step lines apart, the first of them after step - 1 lines.
    """
    left = max(map(len, grid))
    width = max(map(len, words))
    rows = range(step - 1, len(grid), 2 * step)
    texts = dict(zip(rows, words, strict=True))
    for row, line in enumerate(grid):
        text = texts.get(row)
        if text is None:
            joined = line.ljust(left + len(entry) + width + 2)
        else:
            joined = f"{line.ljust(left)}{entry}{text} ".ljust(left + len(entry) + width + 2, "─")
        grid[row] = joined + _joint(row, rows, step)


def _joint(row: int, rows: range, step: int) -> str:
    """The corner, tee or line in the column that joins two slots."""
    place, rest = divmod(row - rows.start, 4 * step)
    if place < 0 or rest > 2 * step:
        return " "
    return {0: "┐", step: "├", 2 * step: "┘"}.get(rest, "│")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    r"""A table with its columns aligned: words to the left, numbers to the right.

    >>> print("\n".join(table(["#", "name", "PTS"], [["1", "ann", "6"], ["2", "bo", "13"]])))
    #  name  PTS
    1  ann     6
    2  bo     13
    """
    columns = list(zip(head, *rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    return [
        "  ".join(
            word.rjust(width) if is_number(column) else word.ljust(width)
            for word, width, column in zip(line, widths, columns, strict=True)
        ).rstrip()
        for line in (head, *rows)
    ]


def is_number(column: Sequence[str]) -> bool:
    """Whether everything below the head of a column is a number."""
    return all(word.lstrip("-").replace("/", "").isdigit() for word in column[1:])
