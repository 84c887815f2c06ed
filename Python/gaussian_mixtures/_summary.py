"""Mixtures as a line of text, and as a table for notebooks."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ._mixture import Mixture

#: Rows and columns of a table; what is beyond is told by its number.
MOST = 20


def line(mixture: Mixture) -> str:
    """What is in angle brackets at the prompt."""
    return f"<Mixture: {', '.join(_parts(mixture))}>"


def titles(mixture: Mixture) -> list[str]:
    """What coordinates are called where people read: by number where they have no names."""
    return mixture.columns or [f"x{i + 1}" for i in range(mixture.dimension)]


def _parts(mixture: Mixture) -> list[str]:
    parts = [f"{mixture.component_count} components", f"{mixture.dimension} dimensions", mixture.structure]
    if mixture.noise is not None:
        parts.append("noise")
    if mixture.fit is not None:
        parts.append(f"log-likelihood {mixture.fit.log_likelihood:.6g}, BIC {mixture.fit.bic:.6g}")
    return parts


def table(mixture: Mixture) -> str:
    """Weights, means and standard deviations as HTML; names are escaped, as they come with data."""
    d = min(mixture.dimension, MOST)
    columns = titles(mixture)[:d]
    deviations = np.sqrt(np.einsum("kdd->kd", mixture.covariances))
    rows = [
        [name, f"{weight:.4g}", *(f"{m:.4g} ± {s:.2g}" for m, s in zip(mean[:d], deviation[:d], strict=True))]
        for name, weight, mean, deviation in list(zip(mixture.names, mixture.weights, mixture.means, deviations, strict=True))[
            :MOST
        ]
    ]
    if mixture.noise is not None:
        rows.append(["noise", f"{mixture.noise['weight']:.4g}", *[""] * d])
    left = [
        f"{count - MOST} more {what}"
        for count, what in ((mixture.component_count, "components"), (mixture.dimension, "coordinates"))
        if count > MOST
    ]
    caption = "; ".join([", ".join(_parts(mixture)), *left])
    head = "".join(f"<th>{escape(str(cell))}</th>" for cell in ("component", "weight", *columns))
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><caption>Mixture: {escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
