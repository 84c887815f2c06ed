"""What mixtures answer, and how a fit went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Classification:
    """What a mixture says of N points.

    Attributes
    ----------
    labels : ndarray of int32, shape (N,)
        The component of the largest responsibility, from 0; -1 where that is the noise's.
    probabilities : ndarray of float64, shape (N,)
        That responsibility.
    uncertainties : ndarray of float64, shape (N,)
        What it leaves to 1, without the cancellation.
    log_densities : ndarray of float64, shape (N,)
        The natural logarithm of the mixture's density.
    """

    labels: Integers
    probabilities: Floats
    uncertainties: Floats
    log_densities: Floats


@dataclass(frozen=True)
class Score:
    """How well a mixture describes points; of criteria the lower is the better.

    Attributes
    ----------
    point_count : int
        The points that count.
    total_weight : float
        The n of the criteria.
    log_likelihood : float
        Of all points, in nats.
    parameter_count : int
        The free parameters.
    bic, aic, icl : float
        ``-2 ln L + p ln n``, ``-2 ln L + 2 p``, and BIC with the entropy that the classification leaves (Biernacki, Celeux and
        Govaert 2000).
    """

    point_count: int
    total_weight: float
    log_likelihood: float
    parameter_count: int
    bic: float
    aic: float
    icl: float

    @classmethod
    def of(cls, answer: dict[str, Any]) -> Score:
        """A score as the library writes it."""
        return cls(
            answer["pointCount"],
            answer["totalWeight"],
            answer["logLikelihood"],
            answer["parameterCount"],
            answer["bic"],
            answer["aic"],
            answer["icl"],
        )

    @property
    def log_likelihood_per_point(self) -> float:
        """The mean log-likelihood, in nats."""
        return self.log_likelihood / self.total_weight


@dataclass(frozen=True)
class Iteration:
    """An iteration of the run that won; see `Progress` for what the numbers are."""

    iteration: int
    log_likelihood: float
    mean_change: float
    weight_change: float
    covariance_change: float
    seconds: float
    log_prior: float | None = None
    shrunk_log_likelihood: float | None = None
    extrapolation: str | None = None


@dataclass(frozen=True)
class Event:
    """Something that a fit had to do, or that had better be known.

    Attributes
    ----------
    kind : str
        Such as ``"constantColumn"``, ``"floor"``, ``"reseeded"``, ``"dropped"``.
    message : str
        What it is, in a sentence.
    iteration : int
        When it happened; 0 is the start.
    component : int or None
        The component, from 0; one that was dropped has a number beyond those of the mixture.
    """

    kind: str
    message: str
    iteration: int
    component: int | None


@dataclass(frozen=True)
class Candidate:
    """A model that took part in a selection; numbers are None where no fit came about, or no such number was asked for.

    Attributes
    ----------
    held_out : float or None
        The log-likelihood a point of points that were held out.
    nec : float or None
        The normalized entropy criterion (Biernacki, Celeux and Govaert 1999).
    stability : float or None
        How well labels of repeated fits agree, from 0 to 1.
    is_accident : bool
        Whether its likelihood comes from a component of a few points side by side, which is not chosen.
    failure : str or None
        Why no fit came about.
    """

    component_count: int
    structure: str
    parameter_count: int | None
    log_likelihood: float | None
    bic: float | None
    aic: float | None
    icl: float | None
    held_out: float | None
    nec: float | None
    stability: float | None
    is_accident: bool
    failure: str | None


@dataclass(frozen=True)
class Fit(Score):
    """How a mixture was fitted, as a model file keeps it.

    Attributes
    ----------
    termination : str
        ``"converged"``, ``"iterationLimit"`` or ``"stopped"``.
    history : tuple of Iteration
        The iterations of the run that won.
    events : tuple of Event
        What had to be done.
    candidates : tuple of Candidate
        Of a selection all models, in the order in which they were tried; else empty.
    criterion : str or None
        What a selection chose by.
    configuration : dict
        All options that affect the result, as the model file has them.
    start : dict
        Where the run began, as the model file has it.
    seconds : float
        Wall time, from points in memory to the result.
    """

    termination: str
    history: tuple[Iteration, ...]
    events: tuple[Event, ...]
    candidates: tuple[Candidate, ...]
    criterion: str | None
    configuration: dict[str, Any]
    start: dict[str, Any]
    seconds: float

    @classmethod
    def of(cls, answer: dict[str, Any]) -> Fit:
        """The key ``fit`` of a model document."""
        answer = {"totalWeight": float(answer["pointCount"])} | answer
        selection = answer.get("selection") or {}
        return cls(
            **Score.of(answer | {"parameterCount": answer["parameterCount"]}).__dict__,
            termination=answer["termination"],
            history=tuple(map(_iteration, answer["history"])),
            events=tuple(map(_event, answer["events"])),
            candidates=tuple(map(_candidate, selection.get("candidates", []))),
            criterion=selection.get("criterion"),
            configuration=answer["configuration"],
            start=answer["start"],
            seconds=answer["seconds"],
        )

    @property
    def converged(self) -> bool:
        """Whether the stopping rule was met."""
        return self.termination == "converged"

    @property
    def seed(self) -> int:
        """From which all random numbers came."""
        return int(self.configuration["seed"])


def _iteration(answer: dict[str, Any]) -> Iteration:
    return Iteration(
        answer["iteration"],
        answer["logLikelihood"],
        answer["meanChange"],
        answer["weightChange"],
        answer["covarianceChange"],
        answer["seconds"],
        answer.get("logPrior"),
        answer.get("shrunkLogLikelihood"),
        answer.get("extrapolation"),
    )


def _event(answer: dict[str, Any]) -> Event:
    component = answer.get("component")
    return Event(answer["kind"], answer["message"], answer["iteration"], component and component - 1)


def _candidate(answer: dict[str, Any]) -> Candidate:
    held_out, stability = answer.get("heldOut"), answer.get("stability")
    return Candidate(
        answer["componentCount"],
        answer["structure"],
        answer.get("parameterCount"),
        answer.get("logLikelihood"),
        answer.get("bic"),
        answer.get("aic"),
        answer.get("icl"),
        held_out and held_out["mean"],
        answer.get("nec"),
        stability and stability["mean"],
        answer["isAccident"],
        answer.get("failure"),
    )
