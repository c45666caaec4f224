"""Numbers of JSON as they are written, and what is equal of its values: all digits count, and none is rounded."""

import re
from typing import Any

from dpkit.load.json_text import LongNumber

MOST_DIGITS = 4_300  #: of a number; Python reads no longer whole number
COMPLEMENT = str.maketrans("0123456789", "9876543210")
NUMBER = re.compile(r"(-?[0-9]+)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?")


class UnjudgedError(ValueError):
    """It could not be judged whether a JSON Schema refuses a value; the message says why."""


class Written(LongNumber):
    """A number with a point or an exponent, and how it is written."""

    def is_integer(self) -> bool:
        """Tell whether it is a whole number, however large."""
        digits, exponent = parts(self)
        return not digits or exponent >= 0


def parts(number: float) -> tuple[int, int]:
    """Return whole numbers `a` and `e` so that `number` is `a` times the `e`th power of ten, and ten divides no `a`.

    Raises:
        UnjudgedError: it has too many digits.
    """
    literal = number.literal if isinstance(number, LongNumber) else repr(number)
    found = NUMBER.fullmatch(literal)
    if found is None or len(literal) > MOST_DIGITS:
        raise UnjudgedError(f"it holds a number of more than {MOST_DIGITS:,} digits")
    whole, fraction, exponent = found.groups(default="")
    digits = f"{whole}{fraction}".rstrip("0")
    if not digits.strip("-"):
        return 0, 0
    return int(digits), int(exponent or 0) - len(fraction) + len(whole) + len(fraction) - len(digits)


def is_multiple(number: float, of: float) -> bool:
    """Tell whether `number` is a whole number of times `of`, which is more than zero; errors as in `parts`."""
    (digits, exponent), (unit, scale) = parts(number), parts(of)
    tens = exponent - scale
    if tens < -2 * MOST_DIGITS:
        return not digits
    if tens < 0:
        return digits % (unit * int(10**-tens)) == 0
    tens = min(tens, unit.bit_length())  # more of them hold no further factor of the unit
    return digits * int(10**tens) % unit == 0


def order(one: float, other: float) -> int:
    """Return -1, 0 or 1 as `one` is less than `other`, equal or more; all digits count. Errors as in `parts`."""
    try:
        rough, limit = float(one), float(other)
    except OverflowError:  # a whole number that no double is near to
        return _exact_order(one, other)
    return (rough > limit) - (rough < limit) if rough != limit else _exact_order(one, other)


def _exact_order(one: float, other: float) -> int:
    first, second = _written(one), _written(other)
    return (first > second) - (first < second)


def _written(number: float) -> tuple[int, int, str]:
    """Return sign, magnitude and digits of a number so that those of a lesser one are less."""
    digits, exponent = parts(number)
    text = str(abs(digits))
    if digits < 0:  # a larger one is less, and so is one of more digits
        return -1, -(len(text) + exponent), text.translate(COMPLEMENT) + "~"
    return (1, len(text) + exponent, text) if digits else (0, 0, "")


def same(value: Any) -> Any:
    """Return what is equal exactly for equal values of JSON: 1 is 1.0, and is not true; errors as in `parts`."""
    match value:
        case bool():
            return ("boolean", value)
        case int() | float():
            return ("number", parts(value))
        case list():
            return ("array", tuple(map(same, value)))
        case dict():
            return ("object", frozenset((name, same(each)) for name, each in value.items()))
    return value
