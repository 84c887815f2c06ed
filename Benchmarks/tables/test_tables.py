"""Tests of the index, of the readers on small files, and of whole runs with a program in gmm's place:
python3 -m unittest discover Benchmarks/tables."""

import contextlib
import gzip
import io
import sys
import tempfile
import unittest
from pathlib import Path
from unittest.mock import patch

import clustering_data
import model_based
import tables
from agreement import adjusted_rand
from estimates import RunError, parts
from listing import Row, summary
from sets import Labeling, Source, columns_of

# In gmm's place: the label is the first column's sign, the log-likelihood two nats a point less.
STAND_IN = f"""#!{sys.executable}
import csv, json, sys
words = sys.argv[1:]
if words == ["--version"]:
    sys.exit(print("0.0"))
if "--fail" in words:
    sys.exit("gmm: error: it cannot be fitted\\nSee --help.")
rows = list(csv.DictReader(open(words[1])))
if "--classify" in words:
    with open(words[words.index("--classify") + 1], "w") as file:
        file.write("label\\n" + "".join("12"[float(row["x1"]) > 0] + "\\n" for row in rows))
total = -2.0 * len(rows)
print(json.dumps({{"fit": {{"logLikelihood": total}}, "logLikelihood": total}}))
"""


class InFolder(unittest.TestCase):
    """A test with a folder of its own, of which nothing stays."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())


class AgreementTests(unittest.TestCase):
    def test_names_of_parts_do_not_matter(self) -> None:
        self.assertEqual(adjusted_rand([1, 1, 2, 2], ["b", "b", "a", "a"]), 1)

    def test_example_that_can_be_counted(self) -> None:
        # Of 15 pairs 6 are together in the first, 2 in the second, 2 in both: (2 - 0.8) / (4 - 0.8).
        index = adjusted_rand([1, 1, 1, 2, 2, 2], [1, 1, 2, 3, 3, 4])
        self.assertAlmostEqual(index, 0.375, places=15)

    def test_example_of_scikit_learn(self) -> None:
        # From the documentation of its adjusted_rand_score: 0.57.
        self.assertAlmostEqual(adjusted_rand([0, 0, 1, 2], [0, 0, 1, 1]), 4 / 7, places=15)

    def test_worse_than_chance_is_negative(self) -> None:
        self.assertAlmostEqual(adjusted_rand([1, 1, 2, 2], [1, 2, 1, 2]), -0.5, places=15)

    def test_trivial_partitions(self) -> None:
        self.assertEqual(adjusted_rand([1, 1, 1], [2, 2, 2]), 1)
        self.assertEqual(adjusted_rand([1, 2, 3], [3, 2, 1]), 1)
        self.assertEqual(adjusted_rand([1, 1, 1], [1, 2, 3]), 0)
        self.assertEqual(adjusted_rand([1], [1]), 1)

    def test_numbers_of_labels_must_be_equal(self) -> None:
        with self.assertRaises(ValueError):
            adjusted_rand([1, 2], [1, 2, 3])

    def test_noise_is_left_out(self) -> None:
        labeling = Labeling("", [1, 1, None, 2, 2])
        self.assertEqual(labeling.components, 2)
        self.assertEqual(labeling.index([5, 5, 5, 6, 6]), 1)


class ReaderTests(InFolder):
    def test_clustering_data(self) -> None:
        data = f"{clustering_data.DATA}/wut/two"
        self.write(f"{data}.data.gz", "  1.50 7 3\n2.5e0\t7 4\n-1 7 5\n-2 7 6\n")
        self.write(f"{data}.labels0.gz", "1\n1\n2\n2\n")
        self.write(f"{data}.labels1.gz", "1\n2\n3\n0\n")
        results = f"{clustering_data.RESULTS}/original/sklearn_gm/wut/two"
        self.write(f"{results}.result2.gz", "2\n2\n1\n1\n")
        [source] = clustering_data.sources(self.folder)
        self.assertEqual((source.name, source.count()), ("wut/two", 4))
        points = source.read()
        # The column of equal values is left out; the numbers stay as they were written.
        self.assertEqual(points.columns, [("1.50", "2.5e0", "-1", "-2"), ("3", "4", "5", "6")])
        first, second = points.labelings
        self.assertEqual((first.name, first.components, first.published), ("labels0", 2, 1))
        self.assertEqual((second.name, second.components, second.published), ("labels1", 3, None))
        self.assertEqual(second.truth, [1, 2, 3, None])

    def test_labels_that_are_not_of_the_points(self) -> None:
        self.write(f"{clustering_data.DATA}/wut/two.data.gz", "1\n2\n3\n")
        self.write(f"{clustering_data.DATA}/wut/two.labels0.gz", "1\n2\n")
        [source] = clustering_data.sources(self.folder)
        with self.assertRaisesRegex(ValueError, "two.labels0.gz: there are 2 labels for 3 points"):
            source.read()

    def test_model_based(self) -> None:
        root = model_based.FOLDER
        for name in ("100_10_2_0.01_1", "3_2_-0.26_1", "3_2_-0.26_2", "other"):
            self.write(f"{root}/data/{name}.csv", "2,0.5,1\n1,-1.5,2\n")
        self.write(f"{root}/data/uci/zoo.csv", "0,1,5,-1\n0,2,5,0\n1,5,5,3")
        self.write(f"{root}/results/synthetical.csv", "algorithm,k,c,d,i,ari\n"
                   "gmm_hg_shrunk,3,-0.26,2,1,0.25\ngmm,3,-0.26,2,1,0.75\n")
        runs = (f"gmm_hg_shrunk,zoo,3,2,3,{run},{index}\n" for run, index in ((1, 0.5), (2, 1), (3, "NaN")))
        self.write(f"{root}/results/uci.csv", "algorithm,dataset,n,k,d,i,ari\n" + "".join(runs))
        sources = model_based.sources(self.folder)
        self.assertEqual([source.name for source in sources],
                         ["synthetic/3_2_-0.26_1", "synthetic/100_10_2_0.01_1", "uci/zoo"])
        self.assertEqual(len(model_based.sources(self.folder, replicates=2)), 4)
        first, second, zoo = [source.read() for source in sources]
        self.assertEqual(first.columns, [("0.5", "-1.5"), ("1", "2")])
        self.assertEqual((first.labelings[0].truth, first.labelings[0].published), ([2, 1], 0.25))
        self.assertIsNone(second.labelings[0].published)
        # Scaled; the class 0 is no noise; the published figure is the mean of the runs.
        self.assertEqual(zoo.columns, [("0.0", "0.25", "1.0"), ("0.0", "0.25", "1.0")])
        self.assertEqual((zoo.labelings[0].components, zoo.labelings[0].published), (2, 0.75))
        [other, *_] = model_based.sources(self.folder, algorithm="gmm")
        self.assertEqual(other.read().labelings[0].published, 0.75)

    def test_tables_that_are_none(self) -> None:
        for rows in ([["1", "2"], ["3"]], [["1", "x"], ["2", "y"]], [["1"], ["1.0"]]):
            with self.assertRaisesRegex(ValueError, "^points.csv: "):
                columns_of(Path("points.csv"), rows)

    def test_comments_and_empty_lines_are_no_points(self) -> None:
        self.write("points.csv", "# x y\n1 2\n\n3 4\n")
        self.assertEqual(Source("", self.folder / "points.csv", lambda: None).count(), 2)


class RunTests(InFolder):
    def setUp(self) -> None:
        super().setUp()
        self.gmm = self.folder / "gmm"
        self.gmm.write_text(STAND_IN)
        self.gmm.chmod(0o755)
        data = f"{clustering_data.DATA}/wut/two"
        self.write(f"{data}.data.gz", "1 4\n2 5\n-1 6\n-2 7\n")
        self.write(f"{data}.labels0.gz", "1\n1\n2\n2\n")
        self.write(f"{data}.labels1.gz", "1\n2\n2\n0\n")

    def run_tables(self, *arguments: str) -> tuple[int, list[list[str]]]:
        words = ["tables.py", str(self.folder), "--gmm", str(self.gmm), *arguments]
        output = io.StringIO()
        with patch.object(sys, "argv", words), contextlib.redirect_stdout(output):
            code = tables.main()
        return code, [line.split() for line in output.getvalue().splitlines()]

    def test_fit(self) -> None:
        code, lines = self.run_tables("--csv", str(self.folder / "rows.csv"), "--", "--shrinkage", "none")
        self.assertEqual(code, 0)
        self.assertEqual(lines[0], "gmm 0.0, fit -k K --shrinkage none".split())
        self.assertEqual(lines[2][:6], ["wut/two", "labels0", "4", "2", "2", "1.0000"])
        self.assertEqual(lines[3][:6], ["wut/two", "labels1", "4", "2", "2", "-0.5000"])
        self.assertEqual(lines[2][-1], "-2.0000000")
        self.assertEqual(len((self.folder / "rows.csv").read_text().splitlines()), 3)

    def test_held_out(self) -> None:
        code, lines = self.run_tables("--cross-validate", "2", "--jobs", "2")
        self.assertEqual(code, 0)
        # One row for both labelings, which have the same number of components.
        self.assertEqual([line for line in lines if line[:1] == ["wut/two"]], [lines[2]])
        self.assertEqual(lines[2][:4] + lines[2][-1:], ["wut/two", "4", "2", "2", "-2.0000000"])

    def test_failure(self) -> None:
        for arguments in ([], ["--cross-validate", "2"]):
            code, lines = self.run_tables(*arguments, "--", "--fail")
            self.assertEqual(code, 1)
            self.assertIn("fitted", lines[2])

    def test_large_sets_are_left_out(self) -> None:
        code, lines = self.run_tables("--largest", "3")
        self.assertEqual(code, 0)
        self.assertEqual(lines[-2], "left out, of more than 3 points: 1 sets".split())

    def test_parts(self) -> None:
        dealt = parts(23, 5)
        self.assertEqual(sorted(sum(dealt, [])), list(range(23)))
        self.assertEqual({len(part) for part in dealt}, {4, 5})
        self.assertEqual(dealt, parts(23, 5))
        with self.assertRaises(RunError):
            parts(3, 5)


class SummaryTests(unittest.TestCase):
    def test_shared_fits_count_once(self) -> None:
        rows = [
            Row("s", "x/a", "labels0", 9, 2, 3, 0.5, 0.25, 1.0, -1.0),
            Row("s", "x/a", "labels1", 9, 2, 3, 1.0, None, 1.0, -1.0),
            Row("s", "x/b", "labels0", 9, 2, 3, 0.0, 0.75, 4.0, -2.0),
        ]
        self.assertEqual(summary("s", rows), [
            "s: 3 labelings of 2 sets, 2 fits", "mean adjusted Rand index 0.5000",
            "of the 2 with a published one: ours 0.2500, published 0.5000",
            "seconds: mean 2.50, largest 4.00", "nats a point: mean -1.5000000 of 2",
        ])

    def test_groups_have_means_of_their_own(self) -> None:
        rows = [
            Row("s", "a/one", "", 9, 2, 3, 0.5, 0.25),
            Row("s", "a/two", "", 9, 2, 3, 0.0, 0.75),
            Row("s", "b/one", "", 9, 2, 3, 1.0),
        ]
        self.assertEqual(summary("s", rows)[3:], [
            "a: 0.2500 of 2, published 0.5000", "b: 1.0000 of 1, none published",
        ])


if __name__ == "__main__":
    unittest.main()
