"""How many examples of a law are drawn."""

import os

SHARE = 3


def examples(number: int) -> int:
    """Return how many of `number` examples to draw: where they are the same each time, a third shows as much."""
    return max(2, number // SHARE) if "CI" in os.environ else number
