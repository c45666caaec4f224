"""Finding the checks: every file in the catalogue is one."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module
from pkgutil import iter_modules

from dpkit.checks import catalogue
from dpkit.checks.check import Check, from_module
from dpkit.model.errors import DpkitError
from dpkit.model.report import OWN
from dpkit.model.show import plain


@cache
def all_checks() -> dict[str, Check]:
    """Return the checks by name, each after those it needs."""
    names = sorted(module.name for module in iter_modules(catalogue.__path__))
    found = {
        check.name: check for name in names for check in [from_module(import_module(f"{catalogue.__name__}.{name}"))]
    }
    order = TopologicalSorter({check.name: check.needs for check in found.values()})
    return {name: found[name] for name in order.static_order()}


def get(name: str) -> Check:
    """Return the check called `name`.

    Raises:
        DpkitError: there is none; the message names similar ones.
    """
    checks = all_checks()
    if name in checks:
        return checks[name]
    if name.startswith(OWN):
        stem = plain(name.removeprefix(OWN))
        raise DpkitError(f"{OWN}{stem} is a check of a package's own: its file there, checks/{stem}.sql, explains it")
    near = get_close_matches(name, checks, n=3)
    hint = f"; did you mean {' or '.join(near)}?" if near else "; `dpkit checks` lists them all"
    raise DpkitError(f"there is no check {plain(name)}{hint}")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which checks were asked for: those chosen (none means all) but for those ignored."""

    chosen: frozenset[str]
    ignored: frozenset[str]

    def runs(self, name: str) -> bool:
        """Tell whether a check runs."""
        return name not in self.ignored and (not self.chosen or name in self.chosen)

    def own_unknown(self, own: Iterable[str]) -> list[str]:
        """Return the names of checks of the package itself that were asked for, or left out, and are none of `own`."""
        return sorted(name for name in (self.chosen | self.ignored) - {*own} if name.startswith(OWN))

    def left_out(self, own: Iterable[str]) -> tuple[str, ...]:
        """Return the names of the checks that do not run, of dpkit's and of the package's `own`."""
        return tuple(sorted(name for name in {*all_checks(), *own, *self.ignored} if not self.runs(name)))


def selection(select: Iterable[str], ignore: Iterable[str]) -> Selection:
    """Return the checks that were asked for.

    Raises:
        DpkitError: a name is no check's.
    """
    named = (name if name.startswith(OWN) else get(name).name for name in select)
    ignored = (name if name.startswith(OWN) else get(name).name for name in ignore)
    return Selection(frozenset(named), frozenset(ignored))
