"""What is asked of the library, as it reads it: of one process, and of several together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Unpack

from . import _native
from ._mixture import Mixture
from ._options import Criterion, Options, WeightMeaning, choice, integer, json_options
from ._progress import Line, Observer, Progress
from ._threads import resolved

_STARTS = ("auto", "hierarchical", "kmeans", "random")
_LARGEST = 2**63 - 1


def of_fit(components: int, structure: str, **options: Unpack[Options]) -> dict[str, Any]:
    """A fit of one model."""
    return json_options(options) | {
        "componentCount": integer("components", components, -_LARGEST, _LARGEST),
        "structure": str(structure),
    }


def of_selection(
    components: Iterable[int] | int,
    structures: Iterable[str] | str | None,
    criterion: Criterion,
    folds: int,
    runs: int,
    sample_size: int | None,
    **options: Unpack[Options],
) -> dict[str, Any]:
    """Fits of several models."""
    counts = [components] if isinstance(components, int) else list(components)
    selection: dict[str, Any] = {
        "componentCounts": [integer("components", count, -_LARGEST, _LARGEST) for count in counts],
        "criterion": choice("criterion", criterion, Criterion),
        "foldCount": integer("folds", folds, -_LARGEST, _LARGEST),
        "stability": {"runCount": integer("runs", runs, -_LARGEST, _LARGEST)},
    }
    if sample_size is not None:
        selection["stability"]["sampleSize"] = integer("sample_size", sample_size, -_LARGEST, _LARGEST)
    if structures is not None:
        selection["structures"] = [structures] if isinstance(structures, str) else [str(one) for one in structures]
    return json_options(options) | {"selection": selection}


def complete(request: dict[str, Any], missing: bool, meaning: WeightMeaning | None, threads: int | None) -> None:
    """Adds what every request has."""
    request |= {"allowsMissing": bool(missing), "threads": resolved(threads)}
    request["software"] = {"name": "gaussian_mixtures", "version": _native.version()}
    if meaning is not None:
        request["weightMeaning"] = choice("weight_meaning", meaning, WeightMeaning)


def put_columns(request: dict[str, Any], names: Sequence[str] | None) -> None:
    """Adds what the coordinates are called, where that is known."""
    if names is not None:
        request["columns"] = [str(name) for name in names]


def put_start(request: dict[str, Any], start: Any, has_known_labels: bool) -> bool:
    """Adds where EM starts, but for a mixture itself; whether that is at labels."""
    if isinstance(start, Mixture):
        request["start"] = "model"
        return False
    if isinstance(start, str):
        if start not in _STARTS:
            raise ValueError(f"start is {start!r}; it must be one of {_STARTS}, a Mixture or N labels.")
        request["start"] = start
        return False
    if has_known_labels:
        raise ValueError("A start by labels cannot be combined with known labels, which bring their own.")
    request["start"] = "labels"
    return True


def callback(observer: Observer | None, line: Line | None) -> Callable[[dict[str, Any]], object] | None:
    """What the native module tells of iterations."""
    if observer is None and line is None:
        return None

    def tell(report: dict[str, Any]) -> object:
        progress = Progress.of(report)
        if line is not None:
            line(progress)
        return None if observer is None else observer(progress)

    return tell
