"""How well two partitions agree."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence


def adjusted_rand(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """The adjusted Rand index of L. Hubert and P. Arabie, Comparing partitions, Journal of Classification
    2:193-218, 1985: 1 where the partitions are the same but for the names of their parts, 0 where they agree
    as much as chance would have them."""
    if len(first) != len(second):
        raise ValueError(f"{len(first)} labels cannot be compared with {len(second)}")
    together = _pairs(zip(first, second, strict=True))
    in_first, in_second = _pairs(first), _pairs(second)
    all_pairs = len(first) * (len(first) - 1) / 2
    largest = (in_first + in_second) / 2
    expected = in_first * in_second / all_pairs if all_pairs else largest
    # Both have one part, or both as many as points: they are the same.
    return 1.0 if largest == expected else (together - expected) / (largest - expected)


def _pairs(labels: Iterable[Hashable]) -> float:
    """How many pairs have the same label."""
    return sum(count * (count - 1) / 2 for count in Counter(labels).values())
