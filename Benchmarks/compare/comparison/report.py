"""Rows, the table that is printed, and the file that is written."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Limit:
    """What a row must show: a field of it that is at least, or at most, a number."""

    field: str
    value: float
    is_upper: bool = False

    def __str__(self) -> str:
        return f"{'<=' if self.is_upper else '>='} {self.value:g}"

    def is_met_by(self, found: float) -> bool:
        return found <= self.value if self.is_upper else found >= self.value


@dataclass(frozen=True)
class Row:
    """A line of the table. `ratio` is the row's time over ours, or what the note says."""

    what: str
    program: str
    iterations: int | None = None
    seconds: float | None = None
    rate: float | None = None
    ratio: float | None = None
    limit: Limit | None = None
    megabytes: float | None = None
    log_likelihood: float | None = None
    check: str = ""
    note: str = ""

    @property
    def verdict(self) -> str:
        if self.limit is None:
            return ""
        found = getattr(self, self.limit.field)
        if found is None:
            return "not measured"
        return "pass" if self.limit.is_met_by(found) else "MISS"

    @property
    def has_failed(self) -> bool:
        return self.check.startswith("FAIL")


def _number(value: float | None, form: str) -> str:
    return "" if value is None else format(value, form)


def _cells(row: Row) -> list[str]:
    return [
        row.what,
        row.program,
        _number(row.iterations, "d"),
        _number(row.seconds, ".4g"),
        _number(row.rate, ".1f"),
        _number(row.ratio, ".3g") if (row.ratio or 0) < 1000 else f"{row.ratio:.0f}",
        str(row.limit or ""),
        row.verdict,
        _number(row.megabytes, ".0f"),
        _number(row.log_likelihood, ".12f"),
        row.check,
        row.note,
    ]


HEADINGS = [
    "what", "program", "iterations", "seconds", "Mpairs/s", "ratio", "required", "", "peak MB",
    "log-likelihood", "check", "note",
]
# From the left; the others are numbers.
_TEXTS = {0, 1, 7, 10, 11}


def table(rows: Sequence[Row]) -> str:
    """The rows in aligned columns, with a gap where another thing is measured."""
    lines = [HEADINGS, *map(_cells, rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEADINGS))]
    texts = []
    for index, line in enumerate(lines):
        if index > 0 and line[0] != lines[index - 1][0]:
            texts.append("")
        cells = [
            cell.ljust(width) if i in _TEXTS else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        texts.append("  ".join(cells).rstrip())
    return "\n".join(texts)


def write_csv(rows: Sequence[Row], heading: dict[str, str], path: Path) -> None:
    """All that is known, at full precision; what the run was is said in comments before it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        for key, value in heading.items():
            file.write(f"# {key}: {value}\n")
        writer = csv.writer(file)
        writer.writerow([
            "what", "program", "iterations", "seconds", "million_pairs_per_second", "ratio", "required",
            "verdict", "peak_megabytes", "log_likelihood", "check", "note",
        ])
        for row in rows:
            values = [
                row.what, row.program, row.iterations, row.seconds, row.rate, row.ratio, row.limit or "",
                row.verdict, row.megabytes, row.log_likelihood, row.check, row.note,
            ]
            writer.writerow(["" if value is None else value for value in values])
