"""Figures by matplotlib."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ._summary import titles

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ._arrays import Points
    from ._mixture import Mixture

#: More points only make a figure large.
MOST_POINTS = 20_000

#: The squared distance from the centre within which 95 % of a Gaussian of two dimensions are.
SQUARED_RADIUS = -2 * np.log(0.05)


def drawn(mixture: Mixture, points: Points | None, columns: Sequence[int | str] | None, axes: Axes | None) -> Axes:
    """Draws, and answers where."""
    chosen = list(range(min(mixture.dimension, 2))) if columns is None else list(columns)
    if len(chosen) not in (1, 2):
        raise ValueError(f"A figure shows one or two coordinates; these are {len(chosen)}.")
    try:
        from matplotlib import colormaps, pyplot
    except ImportError:
        raise ImportError("Figures are drawn by matplotlib: pip install 'gaussian-mixtures[matplotlib]'.") from None
    marginal = mixture.marginal(chosen)
    places = [mixture._place(column) for column in chosen]
    if axes is None:
        axes = pyplot.figure().add_subplot()
    palette = colormaps["tab10" if mixture.component_count <= 10 else "turbo"]
    k = mixture.component_count
    colours = [palette(i if k <= 10 else i / (k - 1)) for i in range(k)]
    drawn_points = None if points is None else shown(points, places, mixture)
    names = titles(mixture)
    axes.set_xlabel(names[places[0]])
    if len(chosen) == 1:
        _draw_curves(axes, marginal, None if drawn_points is None else drawn_points[0][:, 0], colours)
        axes.set_ylabel("density")
    else:
        _draw_plane(axes, marginal, drawn_points, colours)
        axes.set_ylabel(names[places[1]])
    return axes


def shown(points: Points, places: list[int], mixture: Mixture) -> tuple[NDArray[Any], NDArray[np.int32]]:
    """Coordinates and labels of points evenly chosen; those that lack a coordinate of the figure are left out."""
    rows = np.linspace(0, len(points) - 1, min(len(points), MOST_POINTS)).astype(int)
    whole = np.column_stack([points.column(d)[rows] for d in range(points.dimension)])
    whole = whole[np.isfinite(whole[:, places]).all(axis=1)]
    return whole[:, places], mixture.labels(whole, missing=True)


def _draw_plane(
    axes: Axes, marginal: Mixture, drawn_points: tuple[NDArray[Any], NDArray[np.int32]] | None, colours: list[Any]
) -> None:
    from matplotlib.patches import Ellipse

    if drawn_points is not None:
        X, labels = drawn_points
        size = float(np.clip(2000 / np.sqrt(len(X) + 1) / 5, 2, 20))
        # The noise has the label -1, and the last colour.
        own = np.array([*colours, (0.6, 0.6, 0.6, 1)])[labels]
        axes.scatter(X[:, 0], X[:, 1], s=size, c=own, alpha=0.5, linewidths=0, rasterized=True)
    for mean, covariance, colour in zip(marginal.means, marginal.covariances, colours, strict=True):
        variances, directions = np.linalg.eigh(covariance)
        width, height = 2 * np.sqrt(SQUARED_RADIUS * variances)
        angle = np.degrees(np.arctan2(directions[1, 0], directions[0, 0]))
        # Darker than the points, among which it would be lost.
        colour = tuple(0.6 * part for part in colour[:3])
        axes.add_patch(Ellipse(mean, width, height, angle=angle, fill=False, edgecolor=colour, linewidth=1.5))
        axes.plot([mean[0]], [mean[1]], marker="+", color=colour, markeredgewidth=1.5)
    axes.autoscale_view()


def _draw_curves(axes: Axes, marginal: Mixture, values: NDArray[Any] | None, colours: list[Any]) -> None:
    deviations = np.sqrt(marginal.covariances[:, 0, 0])
    low = (marginal.means[:, 0] - 3.5 * deviations).min()
    high = (marginal.means[:, 0] + 3.5 * deviations).max()
    if values is not None:
        axes.hist(values, bins="auto", density=True, color="0.85")
        low, high = min(low, values.min()), max(high, values.max())
    x = np.linspace(low, high, 1000)
    for weight, mean, deviation, colour in zip(marginal.weights, marginal.means[:, 0], deviations, colours, strict=True):
        curve = weight * np.exp(-0.5 * ((x - mean) / deviation) ** 2) / (deviation * np.sqrt(2 * np.pi))
        axes.plot(x, curve, color=colour, linewidth=1)
    axes.plot(x, marginal.density(x[:, np.newaxis]), color="0.2", linewidth=1.5)
