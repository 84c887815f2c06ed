"""Fits over several processes beside those of one: GMM DIABETES quick|all ENVIRONMENT…"""

import os
import pathlib
import sys
import tempfile

import faults
import hosts
import models
from jobs import MPI, failures

gmm, diabetes, extent = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3]
is_quick = extent == "quick"
compared = pathlib.Path(__file__).absolute().parents[2] / ".dependencies" / "compare"
fits = models.QUICK if is_quick else models.FITS + models.of_workloads(compared)
with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    environments = [MPI(path, gmm) for path in sys.argv[4:]]
    os.chdir(folder)
    models.write(folder, 30_000 if is_quick else 1_000_000, diabetes)
    answers = None
    for mpi in environments:
        print(mpi.name, flush=True)
        models.same_models(mpi, [2] if is_quick else [1, 2, 3, 4, 8], fits)
        models.same_output(mpi, 3)
        models.refusals(mpi, folder)
        models.by_path(mpi, folder)
        models.unlike(mpi, folder)
        if not is_quick:
            answers = answers or [faults.Answers(gmm, words) for words in (faults.FIT, faults.SELECTION)]
            faults.one_machine(mpi, *answers)
            hosts.three_hosts(mpi, answers[0])
    os.chdir("/")
print(f"{len(failures)} failed" if failures else "All that several processes do is what one does.")
sys.exit(bool(failures))
