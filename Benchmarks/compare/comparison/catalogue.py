"""What the workloads are, without the data: the driver has no need of NumPy."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Workload:
    """A seeded set of points and a start for EM; without a separation the points are of a surface."""

    name: str
    title: str
    count: int
    dimension: int
    components: int
    seed: int
    separation: float | None = None
    is_diagonal: bool = False
    # Equally many points of a component in as many directions as there are, with noise of 0.3.
    is_blended: bool = False
    # Enough for rates and for the check of the likelihood, and little enough for three runs of each program.
    iterations: int = 20

    @property
    def structure(self) -> str:
        return "diagonal" if self.is_diagonal else "full"

    def pairs(self, iterations: float) -> float:
        """Point-component pairs in so many dense iterations, in millions."""
        return self.count * self.components * iterations / 1e6


_MILLION = 1_000_000

WORKLOADS: dict[str, Workload] = {
    workload.name: workload
    for workload in (
        Workload("W1", "three overlapping Gaussians in 3-D", _MILLION, 3, 3, 1, 2.0),
        Workload("W2", "a noisy closed surface in 3-D", _MILLION, 3, 64, 2),
        Workload("W3", "such a surface, many components", 200_000, 3, 512, 3),
        Workload("W4", "sixteen Gaussians in 32-D", 100_000, 32, 16, 4, 1.0),
        Workload("W5", "sixteen axis-aligned Gaussians in 3-D", _MILLION, 3, 16, 5, 2.5, True),
        Workload("W6", "a small job", 500, 3, 3, 6, 3.0),
        Workload("H64", "thirty-two blended Gaussians in 64-D", 50_000, 64, 32, 2, 1.0, is_blended=True, iterations=5),
        Workload("H64diag", "64 blended Gaussians in 64-D, diagonal", 100_000, 64, 64, 4, 1.0, True, True, 10),
        Workload("H128", "thirty-two blended Gaussians in 128-D", 30_000, 128, 32, 3, 1.0, is_blended=True, iterations=5),
        # The points of W2 again.
        Workload("S1024", "the surface of W2 with 1,024 components", _MILLION, 3, 1024, 2),
    )
}

# The workload whose points are also the CSV file of the CSV job.
CSV_WORKLOAD = "W1"
