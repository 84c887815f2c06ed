"""How mixtures show themselves."""

from __future__ import annotations

import os
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

from gaussian_mixtures import Mixture, _command, fit


@pytest.fixture
def mixture(points) -> Mixture:
    return fit(points, 3, columns=["x", "y", "<z>"])


class Cells(HTMLParser):
    """The texts of a table's cells, and that all that is opened is closed."""

    def __init__(self, text):
        super().__init__()
        self.open, self.cells = [], []
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] in ("td", "th"):
            self.cells[-1] += data


def test_tables(mixture):
    cells = Cells(mixture._repr_html_()).cells
    assert cells[:5] == ["component", "weight", "x", "y", "<z>"]
    assert len(cells) == 5 * 4
    mean, deviation = mixture.means[1, 2], np.sqrt(mixture.covariances[1, 2, 2])
    assert cells[5 * 2 + 4] == f"{mean:.4g} ± {deviation:.2g}"
    noisy = fit(np.random.default_rng(0).uniform(size=(60, 2)), 1, noise=True)
    assert "noise" in Cells(noisy._repr_html_()).cells
    wide = Mixture.of(np.full(50, 1 / 50), np.arange(50.0)[:, None] * np.ones(30), np.ones((50, 30)))
    assert "30 more components; 10 more coordinates" in wide._repr_html_()
    assert len(Cells(wide._repr_html_()).cells) == 21 * 22


@pytest.fixture
def axes():
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    from matplotlib import pyplot

    yield pyplot.figure().add_subplot()
    pyplot.close("all")


def test_ellipses_hold_95_percent(mixture, axes):
    assert mixture.plot(columns=["y", "x"], axes=axes) is axes
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("y", "x")
    X, labels = mixture.sample(100_000, seed=2)
    for k, ellipse in enumerate(axes.patches):
        own = axes.transData.transform(X[labels == k][:, [1, 0]])
        assert ellipse.contains_points(own).mean() == pytest.approx(0.95, abs=0.01)
    assert len(axes.patches) == 3


def test_points_have_the_colour_of_their_component(mixture, points, axes):
    mixture.plot(points, axes=axes)
    (scatter,) = axes.collections
    assert len(scatter.get_offsets()) == len(points)
    labels = mixture.labels(points)
    edges = np.array([ellipse.get_edgecolor()[:3] for ellipse in axes.patches])
    np.testing.assert_allclose(0.6 * scatter.get_facecolors()[:, :3], edges[labels])


def test_curves(mixture, points, axes):
    frame = pd.DataFrame(points, columns=["x", "y", "<z>"])
    mixture.plot(frame, [1], axes=axes)
    assert len(axes.lines) == 4
    whole = axes.lines[-1]
    assert np.trapezoid(whole.get_ydata(), whole.get_xdata()) == pytest.approx(1, abs=2e-3)
    for wrong in ([], [0, 1, 2]):
        with pytest.raises(ValueError, match="one or two coordinates"):
            mixture.plot(columns=wrong, axes=axes)
    with pytest.raises(ValueError, match="no column 'w'"):
        mixture.plot(columns=["w"], axes=axes)


def test_many_points_and_gaps(mixture, axes):
    X, _ = mixture.sample(50_000)
    X[::2, 0] = np.nan
    mixture.plot(X, ["x", "y"], axes=axes)
    assert 5_000 < len(axes.collections[0].get_offsets()) <= 20_000


def test_ellipsoids_hold_95_percent(mixture, points):
    pytest.importorskip("plotly")
    figure = mixture.plot_3d(points, ["<z>", "x", "y"])
    scene = figure.layout.scene
    assert [scene.xaxis.title.text, scene.yaxis.title.text, scene.zaxis.title.text] == ["<z>", "x", "y"]
    clouds = [trace for trace in figure.data if trace.mode == "markers"]
    assert sorted(len(trace.x) for trace in clouds) == sorted(np.bincount(mixture.labels(points)))
    X, labels = mixture.sample(100_000, seed=2)
    for k, trace in enumerate(trace for trace in figure.data if trace.mode == "lines"):
        own = mixture.marginal(["<z>", "x", "y"])
        inverse = np.linalg.inv(own.covariances[k])
        surface = np.stack([trace.x, trace.y, trace.z]).T - own.means[k]
        squares = np.einsum("nd,de,ne->n", surface, inverse, surface)
        # All of the surface is at one distance, and 95 % of the component's points are within it.
        np.testing.assert_allclose(squares[np.isfinite(squares)], np.nanmedian(squares), rtol=1e-6)
        inside = X[labels == k][:, [2, 0, 1]] - own.means[k]
        within = np.einsum("nd,de,ne->n", inside, inverse, inside) <= np.nanmedian(squares)
        assert within.mean() == pytest.approx(0.95, abs=0.01)
    with pytest.raises(ValueError, match="three coordinates; these are 2"):
        mixture.plot_3d(points, [0, 1])


def test_a_mixture_shows_itself_in_space(mixture, monkeypatch, tmp_path):
    if _command.command() is None and "GMM_COMMAND" not in os.environ:
        assert "<iframe" not in mixture._repr_html_()
        return
    shown = mixture._repr_html_()
    assert shown.count("<iframe") == 1
    assert "1000 points drawn from the mixture" in shown
    assert "<script" not in shown
    # Where the command does not work the table is there nevertheless.
    monkeypatch.setenv("GMM_COMMAND", str(tmp_path / "none"))
    assert mixture._repr_html_().startswith("<table>")


def test_reports(mixture, points, tmp_path):
    if _command.command() is None and "GMM_COMMAND" not in os.environ:
        with pytest.raises(RuntimeError, match="the command gmm"):
            mixture.report(points)
        return
    frame = pd.DataFrame(points, columns=["x", "y", "<z>"])
    report = mixture.report(frame, tmp_path / "page.html", title="Three <groups>")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page == report.html
    assert page.lstrip().lower().startswith("<!doctype html>")
    assert "<script" in page
    assert "<title>Three &lt;groups&gt;" in page
    assert "&lt;z&gt;" in page or '"<z>"' in page or "\\u003cz" in page
    assert "<script" not in report._repr_html_()
    nameless = fit(points[:, :2], 2)
    assert "</html>" in nameless.report(points[:, :2]).html
    with pytest.raises(ValueError, match="2 coordinates do not suit a mixture of 3"):
        mixture.report(points[:, :2])
