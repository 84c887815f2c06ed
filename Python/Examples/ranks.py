"""Fits a mixture to an array in a file, of which each process reads its part: mpirun -n 4 python ranks.py points.npy 3."""

import sys

import numpy as np
from mpi4py import MPI

from gaussian_mixtures import distributed

path, components = sys.argv[1], int(sys.argv[2])
rank, size = MPI.COMM_WORLD.rank, MPI.COMM_WORLD.size
points = np.load(path, mmap_mode="r")
mine = points[len(points) * rank // size : len(points) * (rank + 1) // size]
mixture = distributed.fit(mine, components, over=MPI.COMM_WORLD)
counts = MPI.COMM_WORLD.reduce(np.bincount(mixture.labels(mine), minlength=components))
if rank == 0:
    mixture.save("model.json")
    print("points of each component:", *counts)
