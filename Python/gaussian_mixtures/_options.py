"""Options of a fit: what they are called here, and in the library."""

from __future__ import annotations

import math
import operator
from dataclasses import dataclass
from typing import Any, Literal, TypedDict, get_args

Acceleration = Literal["auto", "none", "squarem"]
Collapse = Literal["reseed", "drop", "keep"]
Preference = Literal["likelihood", "separation"]
Resolution = Literal["auto", "none"]
StoppingRule = Literal["predicted", "gain", "changes"]
Effort = Literal["low", "standard", "high"]
WeightMeaning = Literal["frequencies", "importance"]
Criterion = Literal["bic", "aic", "icl", "nec", "cross-validation", "stability"]


@dataclass(frozen=True)
class Noise:
    """A uniform density beside the components, for points that belong to none.

    Parameters
    ----------
    volume : float, optional
        The volume in the units of the data; None for that of the smaller of two boxes around all points.
    start_weight : float
        The share of the points that EM begins with as noise.
    """

    volume: float | None = None
    start_weight: float = 0.1

    def json(self) -> dict[str, Any]:
        """As the library reads it."""
        values = {"volume": self.volume, "startWeight": self.start_weight}
        return {key: number(key, value) for key, value in values.items() if value is not None}


@dataclass(frozen=True)
class Prior:
    """A conjugate prior on means and covariances (Fraley and Raftery 2007); its defaults are mclust's.

    Parameters
    ----------
    shrinkage : float
        How many points' weight the mean of the data has in a component's mean.
    degrees_of_freedom : float, optional
        None for D + 2.
    """

    shrinkage: float = 0.01
    degrees_of_freedom: float | None = None

    def json(self) -> dict[str, Any]:
        """As the library reads it."""
        values = {"shrinkage": self.shrinkage, "degreesOfFreedom": self.degrees_of_freedom}
        return {key: number(key, value) for key, value in values.items() if value is not None}


class Options(TypedDict, total=False):
    """What `fit` and `select` take by name, with the defaults of the library where it is left out."""

    equal_weights: bool
    noise: bool | Noise
    restarts: int
    prefer: Preference
    stop: StoppingRule
    tolerance: float
    mean_tolerance: float
    weight_tolerance: float
    acceleration: Acceleration
    max_iterations: int
    covariance_floor: float
    resolution: Resolution
    ridge: float
    prior: bool | Prior
    shrinkage: float | Literal["auto", "none", "oas", "ledoit-wolf", "stein"]
    shrinkage_target: Literal["sphere", "diagonal", "pooled"]
    max_eigenvalue_ratio: float
    collapse: Collapse
    seed: int
    effort: Effort


_NUMBERS = {
    "covariance_floor": "covarianceFloor",
    "ridge": "ridge",
    "max_eigenvalue_ratio": "maximumEigenvalueRatio",
}
_COUNTS = {"restarts": "restartCount", "max_iterations": "maximumIterations"}
_CHOICES = {
    "prefer": ("preference", Preference),
    "acceleration": ("acceleration", Acceleration),
    "resolution": ("resolution", Resolution),
    "collapse": ("collapsePolicy", Collapse),
    "effort": ("effort", Effort),
}


def number(name: str, value: Any) -> float:
    """A number that JSON has."""
    real = float(value)
    if not math.isfinite(real):
        raise ValueError(f"{name} is {real}; it must be a finite number.")
    return real


def choice(name: str, value: Any, choices: object) -> str:
    """One of the values of a ``Literal``."""
    allowed = get_args(choices)
    if value not in allowed:
        raise ValueError(f"{name} is {value!r}; it must be one of {', '.join(map(repr, allowed))}.")
    return str(value)


def integer(name: str, value: Any, least: int, largest: int) -> int:
    """A whole number within its range."""
    try:
        whole = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} is {value!r}; it must be a whole number.") from None
    if not least <= whole <= largest:
        raise ValueError(f"{name} is {whole}; it must be from {least} to {largest}.")
    return whole


def json_options(options: Options) -> dict[str, Any]:
    """The options as the library reads them.

    Raises
    ------
    TypeError
        Where an option is unknown.
    ValueError
        Where a value is none that there is; ranges are the library's matter.
    """
    given: dict[str, Any] = {name: value for name, value in options.items() if value is not None}
    known = Options.__annotations__
    for name in given:
        if name not in known:
            raise TypeError(f"there is no option {name!r}; there are {', '.join(known)}")
    answer: dict[str, Any] = {_NUMBERS[name]: number(name, given[name]) for name in given if name in _NUMBERS}
    limit = 2**63 - 1
    answer |= {_COUNTS[name]: integer(name, given[name], -limit, limit) for name in given if name in _COUNTS}
    answer |= {key: choice(name, given[name], of) for name, (key, of) in _CHOICES.items() if name in given}
    if "equal_weights" in given:
        answer["equalWeights"] = bool(given["equal_weights"])
    if "seed" in given:
        answer["seed"] = integer("seed", given["seed"], 0, 2**64 - 1)
    if given.get("noise"):
        answer["noise"] = (Noise() if given["noise"] is True else given["noise"]).json()
    if given.get("prior"):
        answer["prior"] = (Prior() if given["prior"] is True else given["prior"]).json()
    return answer | _stopping(given) | _shrinkage(given)


def _stopping(given: dict[str, Any]) -> dict[str, Any]:
    names = {"tolerance", "mean_tolerance", "weight_tolerance", "stop"} & given.keys()
    if not names:
        return {}
    rule = choice("stop", given.get("stop", "predicted"), StoppingRule)
    if rule == "changes":
        means, weights = given.get("mean_tolerance", 1e-3), given.get("weight_tolerance", 1e-3)
        tolerances = {"meanTolerance": number("mean_tolerance", means), "weightTolerance": number("weight_tolerance", weights)}
    else:
        tolerances = {"tolerance": number("tolerance", given.get("tolerance", 1e-8))}
    return {"stopping": {"rule": rule, **tolerances}}


def _shrinkage(given: dict[str, Any]) -> dict[str, Any]:
    amount, target = given.get("shrinkage"), given.get("shrinkage_target")
    if amount is None and target is None:
        return {}
    if isinstance(amount, str):
        amount = 0.0 if amount == "none" else amount
    else:
        amount = "auto" if amount is None else number("shrinkage", amount)
    return {"shrinkage": {"amount": amount, "target": target or "sphere"}}
