"""What every process of `mpirun` does: it has some of the rows of each case, and rank 0 writes what came of them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from mpi4py import MPI
from shared_cases import cases, document

from gaussian_mixtures import FitError, distributed

world = MPI.COMM_WORLD
rank, size = world.Get_rank(), world.Get_size()
found = {}
for name, case in cases().items():
    # Not where the grid is cut, and where there are three, one has no rows.
    cuts = [len(case.X) * part // size + (17 if 0 < part < size else 0) for part in range(size + 1)]
    cuts[-2] = cuts[-1] if size == 3 else cuts[-2]
    mine = slice(cuts[rank], cuts[rank + 1])
    beside = {role: values[mine] for role, values in case.beside.items()}
    mixture = case.call(distributed.fit, distributed.select, case.X[mine], over=world, **beside)
    # All have the same.
    assert set(world.allgather(mixture.to_json())) == {mixture.to_json()}
    found[name] = document(mixture)
try:
    distributed.fit(cases()["noise"].X[rank::size], 10**6, over=world)
except FitError as error:
    messages = world.allgather(f"{error.code}: {error}")
    assert len(set(messages)) == 1
    found["failure"] = messages[0]
if rank == 0:
    Path(sys.argv[1]).write_text(json.dumps(found))
