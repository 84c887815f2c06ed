"""Rows, how they are printed, and what is said of them all."""

import csv
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from statistics import mean


@dataclass(frozen=True)
class Row:
    """One labeling of a set, or where parts were scored one number of components, without an index."""

    suite: str
    name: str
    labeling: str
    points: int
    dimensions: int
    components: int
    index: float | None = None
    published: float | None = None
    seconds: float | None = None
    nats: float | None = None
    note: str = ""


# The number of characters, and what a number looks like.
_FORMS = {
    "points": (7, "d"), "dimensions": (4, "d"), "components": (4, "d"), "index": (7, ".4f"),
    "published": (10, ".4f"), "seconds": (8, ".2f"), "nats": (14, ".7f"),
}


def heading(width: int, is_held_out: bool) -> str:
    names = {"points": "n", "dimensions": "d", "components": "K", "nats": "nats a point"}
    if is_held_out:
        names["nats"] = "held-out nats"
    cells = [names.get(field, field).rjust(size) for field, (size, _) in _FORMS.items()]
    return "  ".join(["set".ljust(width), "labeling".ljust(8), *cells, "note"])


def line(row: Row, width: int) -> str:
    cells = []
    for field, (size, form) in _FORMS.items():
        value = getattr(row, field)
        cells.append(("" if value is None else format(value, form)).rjust(size))
    return "  ".join([row.name.ljust(width), row.labeling.ljust(8), *cells, row.note]).rstrip()


def summary(suite: str, rows: Sequence[Row]) -> list[str]:
    """The means; what several labelings share, time and likelihood, counts once."""
    fits = {(row.name, row.components): row for row in rows}.values()
    said = [f"{suite}: {len(rows)} labelings of {len({row.name for row in rows})} sets, {len(fits)} fits"]
    if indices := [row for row in rows if row.index is not None]:
        said.append(f"mean adjusted Rand index {mean(row.index for row in indices):.4f}")
        said += _beside(indices)
        groups = sorted({row.name.split("/")[0] for row in indices})
        if len(groups) > 1:
            said += [_group(name, indices) for name in groups]
    if times := [row.seconds for row in fits if row.seconds is not None]:
        said.append(f"seconds: mean {mean(times):.2f}, largest {max(times):.2f}")
    if nats := [row.nats for row in fits if row.nats is not None]:
        said.append(f"nats a point: mean {mean(nats):.7f} of {len(nats)}")
    if failed := sum(bool(row.note) for row in fits):
        said.append(f"failed: {failed}")
    return said


def _beside(rows: Sequence[Row]) -> list[str]:
    """Ours and the published on the same labelings."""
    both = [row for row in rows if row.published is not None]
    if not both:
        return ["none published"]
    theirs = mean(row.published for row in both)
    if len(both) == len(rows):
        return [f"published {theirs:.4f}"]
    ours = mean(row.index for row in both)
    return [f"of the {len(both)} with a published one: ours {ours:.4f}, published {theirs:.4f}"]


def _group(name: str, rows: Sequence[Row]) -> str:
    """The same of one battery, or of the synthetic sets."""
    own = [row for row in rows if row.name.split("/")[0] == name]
    words = [f"{name}: {mean(row.index for row in own):.4f} of {len(own)}", *_beside(own)]
    return ", ".join(words)


def write_csv(rows: Sequence[Row], path: Path) -> None:
    """All rows, with all digits."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([field.name for field in fields(Row)])
        writer.writerows(["" if value is None else value for value in astuple(row)] for row in rows)
