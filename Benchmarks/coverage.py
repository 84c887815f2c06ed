#!/usr/bin/env python3
"""How often bootstrap intervals hold the truth: simulated data sets, a fit and a bootstrap of each.

    Benchmarks/coverage.py [--gmm .build/command/release/gmm] [--sets 200] [--method nonparametric]

Prints for each weight and each coordinate of a mean the share of data sets whose interval holds it, and that of all
together. By default 200 sets of 500 points of three overlapping Gaussians in two dimensions, 999 replicates, 95 %: all
together are to be between 93 and 97 %, each between 88 and 99 %, else the exit code is 1.
"""

import argparse
import json
import pathlib
import subprocess
import tempfile

TRUTH = {
    "schema": "gaussian-mixtures/model/1",
    "dimension": 2,
    "componentCount": 3,
    "structure": "VVV",
    "columns": ["x1", "x2"],
    "components": [
        {"weight": 0.5, "mean": [0, 0], "covariance": [[1, 0.3], [0.3, 1]]},
        {"weight": 0.3, "mean": [4, 1], "covariance": [[1.5, -0.4], [-0.4, 0.8]]},
        {"weight": 0.2, "mean": [1, 5], "covariance": [[0.7, 0], [0, 1.2]]},
    ],
    "noise": None,
}


def run(*arguments):
    """The output of a program."""
    return subprocess.run([str(one) for one in arguments], check=True, capture_output=True, text=True).stdout


def true_value(parameter):
    """What the truth has; none of a covariance."""
    component = TRUTH["components"][int(parameter["component"]) - 1]
    if parameter["kind"] == "weight":
        return component["weight"]
    if parameter["kind"] == "mean":
        return component["mean"][TRUTH["columns"].index(parameter["columns"][0])]
    return None


def held(options, seed, folder):
    """For each parameter whether its interval holds the truth."""
    points, model = folder / "points.csv", folder / "model.json"
    truth = folder / "truth.json"
    run(options.gmm, "generate", "--model", truth, "-n", options.points, "--seed", seed, "-o", points)
    # From the truth on, component j stays component j.
    run(options.gmm, "fit", points, "--columns", "x1,x2", "--start", truth, "-o", model)
    answer = run(
        options.gmm, "bootstrap", points, "--model", model, "--method", options.method, "--replicates", options.replicates,
        "--level", options.level, "--seed", seed, "--json")  # fmt: skip
    outcome = {}
    for parameter in json.loads(answer)["parameters"]:
        value = true_value(parameter)
        if value is not None:
            name = " ".join([parameter["kind"], parameter["component"], *parameter["columns"]])
            outcome[name] = parameter["lower"] <= value <= parameter["upper"]
    return outcome


def main():
    """Runs all, and says what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gmm", default=".build/command/release/gmm")
    parser.add_argument("--sets", type=int, default=200)
    parser.add_argument("--points", type=int, default=500)
    parser.add_argument("--method", default="nonparametric")
    parser.add_argument("--replicates", type=int, default=999)
    parser.add_argument("--level", type=float, default=0.95)
    options = parser.parse_args()
    counts = {}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "truth.json").write_text(json.dumps(TRUTH))
        for seed in range(1, options.sets + 1):
            for parameter, is_held in held(options, seed, folder).items():
                counts[parameter] = counts.get(parameter, 0) + is_held
    shares = {parameter: count / options.sets for parameter, count in counts.items()}
    for parameter, share in shares.items():
        print(f"{parameter:20} {100 * share:5.1f} %")
    pooled = sum(shares.values()) / len(shares)
    print(f"{'all':20} {100 * pooled:5.1f} %")
    within = abs(pooled - options.level) <= 0.02 and all(
        options.level - 0.07 <= share <= options.level + 0.04 for share in shares.values()
    )
    raise SystemExit(0 if within else 1)


if __name__ == "__main__":
    main()
