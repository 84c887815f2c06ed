#!/usr/bin/env python3
"""How long an iteration takes with many processes: measured here, predicted for other numbers of them.

    Benchmarks/scaling.py predict                    # a table, from the numbers that were measured last (scaling.json)
    Benchmarks/scaling.py plot Documentation/Images/scaling.svg
    Benchmarks/scaling.py measure --gmm .build/command/release/gmm --mpirun mpirun

`measure` takes the time of a pass and of an exchange on this machine, compares what the model predicts of 1, 2 and 4
processes with what they take, and writes scaling.json. Documentation/Scaling.md says what is assumed.
"""

import argparse
import dataclasses
import json
import math
import pathlib
import shlex
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
MEASURED = HERE / "scaling.json"

# As in the library: LeafGrid, PointBlocks and SpatialOrder.
MOST_LEAVES = 64
LEAST_AFFORDABLE_LEAVES = 8
BYTES_OF_LEAVES = 32 << 20
POINTS_OF_GROUP = 1024


@dataclasses.dataclass(frozen=True)
class Work:
    """A mixture with full covariances: K components, D columns, and what a point takes, in seconds of one core."""

    name: str
    components: int
    dimension: int
    seconds_of_point: float

    @property
    def statistics(self):
        """The numbers of the statistics of a leaf: mass, first and second moments."""
        return 3 + self.components * (1 + self.dimension + self.dimension * (self.dimension + 1) // 2)

    @property
    def bytes_up(self):
        """A leaf as it is sent: its number, three counts, the numbers of its components, and its statistics."""
        return 8 * (4 + self.components + self.statistics)

    @property
    def bytes_down(self):
        """The parameters as they are sent: of each component weight, label, mean, covariance and its inverse root."""
        return 8 * (60 + self.components * (self.dimension**2 + 2 * self.dimension + 10))


@dataclasses.dataclass(frozen=True)
class Network:
    """What a message takes: seconds each, and seconds a byte."""

    name: str
    latency: float
    seconds_of_byte: float

    def message(self, count):
        """So many bytes; the length goes ahead of them, as a message of its own."""
        return 2 * self.latency + count * self.seconds_of_byte


def leaf_count(work, points, most=MOST_LEAVES):
    """How many leaves the points have: a power of two, as LeafGrid has it."""
    affordable = max(LEAST_AFFORDABLE_LEAVES, BYTES_OF_LEAVES // (8 * work.statistics))
    if most > MOST_LEAVES:
        affordable = most
    groups = max(1, -(-points // POINTS_OF_GROUP))
    return 1 << (min(most, affordable, groups).bit_length() - 1)


def iteration(work, network, ranks, points, cores_of_rank=1.0, seconds_of_merged_byte=0.0):
    """Seconds of the pass and of the exchange, as the engine does them: all leaves go to rank 0, one rank after the other."""
    leaves = leaf_count(work, points)
    busiest = -(-leaves // ranks)
    # Points of the fullest rank; a rank of several cores works on several leaves at once.
    lone = min(cores_of_rank, busiest)
    of_pass = points * busiest / leaves * work.seconds_of_point / lone
    if ranks == 1:
        return of_pass, 0.0
    down = math.ceil(math.log2(ranks)) * network.message(work.bytes_down)
    # Ranks without a leaf answer too.
    away = leaves * (1 - 1 / min(ranks, leaves))
    up = (ranks - 1) * 2 * network.latency + away * work.bytes_up * network.seconds_of_byte
    merged = leaves * work.bytes_up * seconds_of_merged_byte
    return of_pass, down + up + merged


def tree_iteration(work, network, ranks, points, cores_of_rank=1.0):
    """The same for a design with a leaf a rank at least, added up by pairs of ranks in the order of the grid."""
    leaves = leaf_count(work, points, most=max(MOST_LEAVES, 1 << (ranks - 1).bit_length()))
    busiest = -(-leaves // ranks)
    of_pass = points * busiest / leaves * work.seconds_of_point / min(cores_of_rank, busiest)
    if ranks == 1:
        return of_pass, 0.0
    steps = math.ceil(math.log2(ranks))
    return of_pass, steps * (network.message(work.bytes_down) + network.message(work.bytes_up))


def crossing(work, network, points, model=iteration):
    """The number of ranks, a power of two, from which on the exchange takes longer than the pass; None if there is none."""
    for power in range(1, 13):
        of_pass, exchange = model(work, network, 1 << power, points)
        if exchange > of_pass:
            return 1 << power
    return None


def short(seconds):
    """Seconds in a unit that suits them."""
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def load():
    """What was measured: workloads and networks."""
    known = json.loads(MEASURED.read_text())
    return [Work(**one) for one in known["works"]], [Network(**one) for one in known["networks"]]


# --- Prediction


def predict(_):
    """Prints tables for the documentation."""
    works, networks = load()
    ranks = [1, 2, 4, 8, 16, 64, 256, 1024, 4096]
    for work in works:
        for network in networks:
            print(f"\n{work.name} (K={work.components}, D={work.dimension}), {network.name}\n")
            print("| points | " + " | ".join(f"{one}" for one in ranks) + " | exchange dominates from | with a tree: 4096 |")
            print("|" + "---|" * (len(ranks) + 3))
            for power in range(6, 13):
                points = 10**power
                times = [short(sum(iteration(work, network, one, points))) for one in ranks]
                tree = short(sum(tree_iteration(work, network, 4096, points)))
                first = crossing(work, network, points)
                print(f"| 1e{power} | " + " | ".join(times) + f" | {first or 'never'} | {tree} |")


def plot(options):
    """Draws time an iteration over ranks, by gnuplot."""
    works, networks = load()
    work = next(one for one in works if one.name == options.work)
    network = next(one for one in networks if one.name == options.network)
    ranks = [1 << power for power in range(13)]
    lines, blocks = [], []
    for number, power in enumerate((6, 8, 10, 12)):
        points = 10**power
        for model, dash in ((iteration, 1), (tree_iteration, 2)):
            blocks.append(
                f"$d{len(blocks)} << EOD\n"
                + "\n".join(f"{one} {sum(model(work, network, one, points))}" for one in ranks)
                + "\nEOD"
            )
            title = f"1e{power} points" if model is iteration else ""
            lines.append(f"$d{len(blocks) - 1} with lines lw 2 lc {number + 1} dt {dash} title \"{title}\"")
    script = f"""
set terminal svg size 720,440 font "sans,13" background "white"
set output "{options.file}"
set logscale xy
set xrange [1:4096]
set xtics (1,4,16,64,256,1024,4096)
set format y "10^{{%T}} s"
set xlabel "processes of one core"
set ylabel "an iteration"
set grid
set key outside right top
set title "{work.name}, K={work.components}, D={work.dimension}, {network.name}; dashed: leaves added up by a tree of ranks"
"""
    script += "\n".join(blocks) + "\nplot " + ", \\\n  ".join(lines) + "\n"
    subprocess.run(["gnuplot"], input=script, text=True, check=True)


# --- Measurement


def fit(options, folder, ranks, points, work, iterations):
    """Seconds an iteration: the least of those in the history, since what else the machine does only adds."""
    command = [*shlex.split(options.mpirun), "-n", str(ranks)] if ranks > 1 else []
    command += [options.gmm, "fit", folder / f"{work.name}-{points}.npy", "--start", folder / f"{work.name}.json"]
    command += ["--tolerance", "0", "--max-iterations", iterations, "--acceleration", "none", "--skipping", "off"]
    command += ["--threads", 1, "--json", "--quiet"]
    done = subprocess.run([str(one) for one in command], check=True, capture_output=True, text=True)
    fitted = json.loads(done.stdout)["fit"]
    return min(one["seconds"] for one in fitted["history"])


def prepare(options, folder, work, points):
    """A mixture and a sample of it."""
    spread = 4 * work.components ** (1 / work.dimension)
    state = 1
    components = []
    for _ in range(work.components):
        mean = []
        for _ in range(work.dimension):
            state = state * 6364136223846793005 + 1442695040888963407 & (1 << 64) - 1
            mean.append(spread * (state >> 11) / (1 << 53))
        identity = [[float(i == j) for j in range(work.dimension)] for i in range(work.dimension)]
        components.append({"weight": 1 / work.components, "mean": mean, "covariance": identity})
    model = folder / f"{work.name}.json"
    model.write_text(json.dumps({
        "schema": "gaussian-mixtures/model/1", "dimension": work.dimension, "componentCount": work.components,
        "structure": "VVV", "components": components, "noise": None,
    }))  # fmt: skip
    data = folder / f"{work.name}-{points}.npy"
    columns = ",".join(f"{one + 1}" for one in range(work.dimension))
    subprocess.run(
        [options.gmm, "generate", "--model", model, "-n", str(points), "--seed", "1", "-o", folder / "all.npy"], check=True)
    subprocess.run(
        [options.gmm, "convert", folder / "all.npy", "--columns", columns, "-o", data], check=True, capture_output=True)


def measure(options):
    """Takes the time of passes, finds latency and rate of an exchange, and compares."""
    cases = [("W1", 3, 3, 1 << 19), ("W2", 64, 3, 1 << 16), ("wide", 16, 32, 1 << 14)]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        works, lines = [], []
        small = Work("small", 1, 1, 0)
        large = Work("large", 200, 3, 0)
        for work, points in ((small, 1 << 16), (large, 1 << 16)):
            prepare(options, folder, work, points)
        times = {}
        for work in (small, large):
            for ranks in (1, 2):
                times[work.name, ranks] = fit(options, folder, ranks, 1 << 16, work, options.iterations)
        raise_of = {one.name: max(0.0, times[one.name, 2] - times[one.name, 1] / 2) for one in (small, large)}
        # Two processes: four messages, and half of the leaves.
        latency = raise_of["small"] / 4
        count = large.bytes_down + leaf_count(large, 1 << 16) / 2 * large.bytes_up
        here = Network("this machine", latency, max(0.0, raise_of["large"] - raise_of["small"]) / count)
        for case, components, dimension, points in cases:
            work = Work(case, components, dimension, 0)
            prepare(options, folder, work, points)
            alone = fit(options, folder, 1, points, work, options.iterations)
            work = dataclasses.replace(work, seconds_of_point=alone / points)
            works.append(work)
            for ranks in (2, 4):
                seconds = fit(options, folder, ranks, points, work, options.iterations)
                share = min(1.0, options.cores / ranks)
                of_pass, exchange = iteration(work, here, ranks, points)
                expected = of_pass / share + exchange
                lines.append(f"{case}, {ranks} processes: {short(seconds)}, predicted {short(expected)}")
    print("\n".join(lines))
    known = json.loads(MEASURED.read_text()) if MEASURED.exists() else {"networks": []}
    others = [one for one in known["networks"] if one["name"] != here.name]
    MEASURED.write_text(
        json.dumps(
            {"works": [dataclasses.asdict(one) for one in works], "networks": [dataclasses.asdict(here), *others]}, indent=2)
        + "\n")  # fmt: skip


def main():
    """Runs a part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parts = parser.add_subparsers(required=True)
    parts.add_parser("predict").set_defaults(run=predict)
    drawing = parts.add_parser("plot")
    drawing.add_argument("file")
    drawing.add_argument("--work", default="W2")
    drawing.add_argument("--network", default="10 Gb/s Ethernet")
    drawing.set_defaults(run=plot)
    measuring = parts.add_parser("measure")
    measuring.add_argument("--gmm", default=".build/command/release/gmm")
    measuring.add_argument("--mpirun", default="mpirun", help="with its options, such as --oversubscribe")
    measuring.add_argument("--cores", type=float, default=2, help="of this machine")
    measuring.add_argument("--iterations", type=int, default=60)
    measuring.set_defaults(run=measure)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
