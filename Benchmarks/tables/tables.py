#!/usr/bin/env python3
"""Fits published sets with the true number of components and prints how well their classes are found,
beside what others have published; see README.md.

Needs no package beyond Python's own, and the suites in a folder.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path

import clustering_data
import model_based
from estimates import Estimate, Gmm, RunError, fitted, held_out
from listing import Row, heading, line, summary, write_csv
from sets import Labeling, PointSet, Source

PROJECT = Path(__file__).resolve().parent.parent.parent
SUITES = ("clustering-data", "model-based")


def parsed_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = _parser()
    own, handed_on = _divided(arguments)
    options = parser.parse_args(own)
    options.suites = options.suites.split(",")
    options.batteries = options.batteries.split(",")
    options.handed_on = handed_on
    if unknown := set(options.suites) - set(SUITES):
        parser.error(f"there is no suite {', '.join(sorted(unknown))}; there are {', '.join(SUITES)}")
    if options.jobs < 1 or options.folds == 1 or options.folds < 0:
        parser.error("--jobs must be at least 1, and --cross-validate at least 2")
    if not options.gmm.exists():
        parser.error(f"{options.gmm} is missing; run make build")
    return options


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Fit published sets with the true number of components, beside published figures.",
        epilog="Whatever follows -- is handed on to gmm fit.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    add = parser.add_argument
    add("folder", type=Path, help="where the suites were cloned, by their own names")
    add("--suites", default=",".join(SUITES), help="which of them")
    add("--batteries", default=",".join(clustering_data.USUAL), help="which folders of clustering-data")
    add("--replicates", default=1, type=int, help="how many synthetic sets of each kind of model-based")
    add("--published", default=model_based.ALGORITHM, metavar="ALGORITHM",
        help="whose figures stand beside those of model-based")
    add("--only", default="*", metavar="PATTERN", help="the sets of such names, as 'wut/*' or '*iris*'")
    add("--largest", default=10_000, type=int, metavar="POINTS", help="leave out sets of more points")
    add("--cross-validate", default=0, type=int, dest="folds", metavar="FOLDS",
        help="score each part of the points under a fit of the others instead; 0: do not")
    add("--jobs", default=1, type=int, help="how many sets at once; their times are then no measure")
    add("--csv", default=argparse.SUPPRESS, type=Path, metavar="FILE",
        help="also write all rows, with all digits")
    add("--gmm", default=PROJECT / ".build" / "command" / "release" / "gmm", type=Path, help="the command")
    return parser


def _divided(arguments: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """Our own arguments, and those after --."""
    words = list(arguments)
    if "--" not in words:
        return words, ()
    place = words.index("--")
    return words[:place], tuple(words[place + 1:])


def found_sources(options: argparse.Namespace) -> dict[str, list[Source]]:
    """What there is of each suite, without those whose names are not asked for."""
    found = {}
    if SUITES[0] in options.suites:
        found[SUITES[0]] = clustering_data.sources(options.folder, options.batteries)
    if SUITES[1] in options.suites:
        found[SUITES[1]] = model_based.sources(options.folder, options.replicates, options.published)
    return {suite: [source for source in sources if fnmatch(source.name, options.only)]
            for suite, sources in found.items()}


def command(options: argparse.Namespace) -> Gmm:
    shares_processors = options.jobs > 1 and "--threads" not in options.handed_on
    threads = ("--threads", str(max(1, (os.cpu_count() or 1) // options.jobs))) if shares_processors else ()
    return Gmm(options.gmm.resolve(), (*threads, *options.handed_on))


def rows_of(suite: str, source: Source, gmm: Gmm, options: argparse.Namespace) -> list[Row] | None:
    """A set's rows, one a labeling, or where parts are scored one a number of components.

    None: it is too large.
    """
    if source.count() > options.largest:
        return None
    points = source.read()
    estimates: dict[int, Estimate] = {}
    rows = []
    for labeling in points.labelings:
        components = labeling.components
        is_known = components in estimates
        if not is_known:
            estimates[components] = _estimate(gmm, points, components, options.folds)
        row = _row(suite, source.name, points, components, estimates[components])
        if not options.folds:
            rows.append(_judged(row, labeling, estimates[components]))
        elif not is_known:
            rows.append(row)
    return rows


def _estimate(gmm: Gmm, points: PointSet, components: int, folds: int) -> Estimate:
    if folds:
        return held_out(gmm, points.columns, components, folds)
    return fitted(gmm, points.columns, components)


def _row(suite: str, name: str, points: PointSet, components: int, estimate: Estimate) -> Row:
    return Row(
        suite, name, "", points.count, len(points.columns), components,
        seconds=estimate.seconds, nats=estimate.nats, note=estimate.trouble,
    )


def _judged(row: Row, labeling: Labeling, estimate: Estimate) -> Row:
    # One that could not be fitted has found nothing: to leave it out would make the mean better.
    index = 0.0 if estimate.labels is None else labeling.index(estimate.labels)
    return replace(row, labeling=labeling.name, index=index, published=labeling.published)


def measure(
    suite: str, sources: list[Source], gmm: Gmm, options: argparse.Namespace, width: int
) -> list[Row]:
    """Prints the rows of a suite as they come, in the order of the sets, and then what is said of all."""
    rows: list[Row] = []
    left_out = 0
    with ThreadPoolExecutor(options.jobs) as pool:
        for more in pool.map(lambda source: rows_of(suite, source, gmm, options), sources):
            left_out += more is None
            rows += more or []
            for row in more or []:
                print(line(row, width), flush=True)
    said = summary(suite, rows)
    if left_out:
        said.append(f"left out, of more than {options.largest} points: {left_out} sets")
    print("\n" + "\n  ".join(said) + "\n", flush=True)
    return rows


def main() -> int:
    options = parsed_options(sys.argv[1:])
    found = {suite: sources for suite, sources in found_sources(options).items() if sources}
    if not found:
        print(f"tables: {options.folder} has no such sets; README.md says where to get them", file=sys.stderr)
        return 1
    gmm = command(options)
    print(f"gmm {gmm.version()}, fit -k K {' '.join(gmm.options)}".rstrip())
    width = max(len(source.name) for sources in found.values() for source in sources)
    print(heading(width, is_held_out=bool(options.folds)), flush=True)
    rows = []
    for suite, sources in found.items():
        rows += measure(suite, sources, gmm, options, width)
    if "csv" in options:
        write_csv(rows, options.csv)
    return 1 if any(row.note for row in rows) else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, RunError, ValueError) as error:
        # A command that does not run, or a file of a suite that is not as it should be.
        sys.exit(f"tables: {error}")
