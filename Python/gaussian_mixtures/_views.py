"""How mixtures show themselves: in a line, in a notebook, as a figure, as a page."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ._report import Report, drawn_page, written
from ._summary import line, table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from plotly.graph_objects import Figure

    from ._mixture import Mixture


class Views:
    """What `Mixture` has of these; apart from it, since nothing here answers a question about points."""

    def __repr__(self: Mixture) -> str:  # type: ignore[misc]
        return line(self)

    def _repr_html_(self: Mixture) -> str:  # type: ignore[misc]
        page = drawn_page(self)
        if page is None:
            return table(self)
        # Closed at first: many mixtures may be shown in a notebook.
        return f"<div>{table(self)}<details><summary>in space</summary>{page._repr_html_()}</details></div>"

    def report(  # type: ignore[misc]
        self: Mixture, X: Any, path: str | os.PathLike[str] | None = None, *, title: str = "Gaussian mixture"
    ) -> Report:
        """The page of ``gmm report``: points and components in three dimensions to be turned, and how EM went.

        One file that needs no network. In a notebook it shows itself; ``report.save(path)`` keeps it.

        Parameters
        ----------
        X : array-like of shape (N, D), or a frame
            As `labels` takes it.
        path : str or PathLike, optional
            Where to write it.
        title : str
            The title of the page.

        Raises
        ------
        RuntimeError
            Where the command is not installed with this package: wheels have it.
        """
        report = written(self, self._points(X), title)
        if path is not None:
            report.save(path)
        return report

    def plot(  # type: ignore[misc]
        self: Mixture, X: Any = None, columns: Sequence[int | str] | None = None, *, axes: Axes | None = None
    ) -> Axes:
        """Draw points by component, with ellipses that hold 95 % of each, through matplotlib.

        Parameters
        ----------
        X : array-like of shape (N, D), or a frame; optional
            As `labels` takes it; without it there are ellipses alone. At most 20,000 points are drawn, evenly chosen.
        columns : one or two of the coordinates, optional
            By their names or numbers from 0; the first two. With one there are a histogram and densities.
        axes : matplotlib Axes, optional
            Where to draw; by default in new ones.

        Returns
        -------
        matplotlib Axes
        """
        from ._plot import drawn

        return drawn(self, None if X is None else self._points(X), columns, axes)

    def plot_3d(  # type: ignore[misc]
        self: Mixture, X: Any = None, columns: Sequence[int | str] | None = None
    ) -> Figure:
        """Draw points by component in space, with ellipsoids that hold 95 % of each, through plotly.

        Parameters
        ----------
        X : array-like of shape (N, D), or a frame; optional
            As `labels` takes it; without it there are ellipsoids alone. At most 20,000 points are drawn, evenly chosen.
        columns : three of the coordinates, optional
            By their names or numbers from 0; the first three.

        Returns
        -------
        plotly Figure
        """
        from ._scene import turnable

        return turnable(self, None if X is None else self._points(X), columns)
