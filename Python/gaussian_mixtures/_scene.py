"""Figures in three dimensions by plotly, which can be turned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ._plot import shown
from ._summary import titles

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from ._arrays import Points
    from ._mixture import Mixture

#: The squared distance from the centre within which 95 % of a Gaussian of three dimensions are: of chi-square with three
#: degrees of freedom.
SQUARED_RADIUS = 7.814727903251179

#: Lines of an ellipsoid, and the points of a parallel; the first and the last parallel are the poles.
MERIDIANS, PARALLELS, POINTS_AROUND = 12, 13, 48

GREY = "rgb(153,153,153)"


def turnable(mixture: Mixture, points: Points | None, columns: Sequence[int | str] | None) -> Figure:
    """Three coordinates of points and components."""
    chosen = list(range(min(mixture.dimension, 3))) if columns is None else list(columns)
    if len(chosen) != 3:
        raise ValueError(f"A figure in space shows three coordinates; these are {len(chosen)}.")
    try:
        from plotly import graph_objects
        from plotly.colors import qualitative, sample_colorscale
    except ImportError:
        raise ImportError("Figures in space are drawn by plotly: pip install 'gaussian-mixtures[plotly]'.") from None
    marginal, k = mixture.marginal(chosen), mixture.component_count
    places = [mixture._place(column) for column in chosen]
    names = titles(mixture)
    colours = list(qualitative.D3) if k <= len(qualitative.D3) else sample_colorscale("Turbo", np.linspace(0, 1, k).tolist())
    figure = graph_objects.Figure()
    if points is not None:
        X, labels = shown(points, places, mixture)
        size = float(np.clip(60 / np.sqrt(len(X) + 1), 1.5, 5))
        for label in np.unique(labels):
            # The noise has the label -1.
            name, colour = ("noise", GREY) if label < 0 else (mixture.names[label], colours[label])
            own = X[labels == label]
            marker = {"size": size, "color": colour, "opacity": 0.7}
            figure.add_scatter3d(
                x=own[:, 0], y=own[:, 1], z=own[:, 2], mode="markers", name=name, legendgroup=name, marker=marker
            )
    for name, mean, covariance, colour in zip(mixture.names, marginal.means, marginal.covariances, colours, strict=False):
        x, y, z = ellipsoid(mean, covariance)
        line = {"color": colour, "width": 2}
        figure.add_scatter3d(
            x=x, y=y, z=z, mode="lines", name=name, legendgroup=name, showlegend=points is None, line=line, hoverinfo="name"
        )
    figure.update_scenes(**{f"{axis}axis_title_text": names[place] for axis, place in zip("xyz", places, strict=True)})
    figure.update_layout(margin={"l": 0, "r": 0, "t": 0, "b": 0}, legend={"title_text": "component", "itemsizing": "constant"})
    return figure


def ellipsoid(mean: NDArray[Any], covariance: NDArray[Any]) -> NDArray[Any]:
    """Meridians and parallels of the surface within which 95 % are, as one line with gaps, of shape (3, n)."""
    variances, directions = np.linalg.eigh(covariance)
    axes = directions * np.sqrt(SQUARED_RADIUS * np.maximum(variances, 0))
    around, up = np.linspace(0, 2 * np.pi, POINTS_AROUND + 1), np.linspace(-np.pi / 2, np.pi / 2, PARALLELS)
    longitude, latitude = np.meshgrid(around, up)
    sphere = np.stack([np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)])
    gap = np.full((3, 1), np.nan)
    rows = [np.concatenate([sphere[:, i, :], gap], axis=1) for i in range(1, PARALLELS - 1)]
    columns = [np.concatenate([sphere[:, :, j], gap], axis=1) for j in range(0, POINTS_AROUND, POINTS_AROUND // MERIDIANS)]
    surface: NDArray[np.float64] = mean[:, None] + axes @ np.concatenate(rows + columns, axis=1)
    return surface
