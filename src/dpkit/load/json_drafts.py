"""The drafts of JSON Schema, judged by the library with keywords of our own in place of some of its own."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dpkit.load.json_number import order, same

Keyword = Callable[[Any, Any, Any, Any], Iterator[Any]]
BOUNDS = {"minimum": -1, "maximum": 1}  #: what a number may not be to the bound
EXCLUSIVE = {"minimum": "exclusiveMinimum", "maximum": "exclusiveMaximum"}


class Drafts:
    """Gives the validators of drafts.

    Args:
        own: returns our keywords for a draft; those that it has not are left out.
    """

    def __init__(self, own: Callable[[Any], Mapping[str, Keyword]]) -> None:
        self._own = own
        self._known: dict[Any, Any] = {}

    def of(self, draft: Any) -> Any:
        """Return the validators of a draft."""
        from jsonschema.validators import extend

        if draft in self._known:
            return self._known[draft]
        keywords = {name: keyword for name, keyword in self._own(draft).items() if name in draft.VALIDATORS}
        made = extend(draft, keywords)

        def evolve(validator: Any, **changes: Any) -> Any:
            found = draft.evolve(validator, **changes)
            return found if type(found) is made else self._of_ours(found)

        made.evolve = evolve
        self._known[draft] = self._known[made] = made
        return made

    def _of_ours(self, validator: Any) -> Any:
        """Return `validator` with our keywords: for a part that names its draft, the library takes its own ones."""
        return self.of(type(validator))(
            validator.schema,
            registry=validator._registry,  # noqa: SLF001 - the library has no other way to hand it on
            format_checker=validator.format_checker,
            _resolver=validator._resolver,  # noqa: SLF001 - likewise
        )


def unique_items(_: Any, wanted: Any, value: Any, __: Any) -> Iterator[Any]:
    """Yield an error if an array holds equal values; in time in proportion to it, which the library's is not."""
    from jsonschema import ValidationError

    if wanted and isinstance(value, list) and len(set(map(same, value))) < len(value):
        yield ValidationError("an item stands there twice")


def of_values() -> dict[str, Keyword]:
    """Return the keywords that compare values exactly, and do not look for one among many in turn."""
    from jsonschema import ValidationError

    known: dict[int, set[Any]] = {}

    def enum(_: Any, allowed: Any, value: Any, __: Any) -> Iterator[Any]:
        if id(allowed) not in known:
            known[id(allowed)] = set(map(same, allowed))
        if same(value) not in known[id(allowed)]:
            yield ValidationError("it is none of them")

    def const(_: Any, wanted: Any, value: Any, __: Any) -> Iterator[Any]:
        if same(value) != same(wanted):
            yield ValidationError("it is another value")

    return {"enum": enum, "const": const, "uniqueItems": unique_items}


def of_bounds(draft: Any) -> dict[str, Keyword]:
    """Return the keywords of a draft that bound numbers: all digits count."""
    from jsonschema import ValidationError

    def bound(name: str, *, open_: bool) -> Keyword:
        def judge(validator: Any, limit: Any, value: Any, schema: Any) -> Iterator[Any]:
            if validator.is_type(value, "number"):
                found = order(value, limit)
                if found == BOUNDS[name] or (found == 0 and (open_ or schema.get(EXCLUSIVE[name]) is True)):
                    yield ValidationError("it is not within the bound")

        return judge

    inclusive = {name: bound(name, open_=False) for name in BOUNDS}
    if EXCLUSIVE["minimum"] not in draft.VALIDATORS:  # until draft 4 it was a part of the other
        return inclusive
    return inclusive | {other: bound(name, open_=True) for name, other in EXCLUSIVE.items()}
