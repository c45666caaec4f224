"""Patterns that the engine cannot match (look-around, back-references, long repeats): Python's way, under guard.

The engine's expressions (RE2) take time in proportion to the text. Python's may take for ever on a cell that was
made for it, and nothing in the process can stop them: so they are matched in a process of its own, with a limit.
"""

import json
import re
import subprocess
import sys
import warnings
from collections.abc import Sequence
from weakref import WeakKeyDictionary

from dpkit.load.json_pattern import as_xml
from dpkit.load.xml_pattern import UNICODE, for_python, without_xml
from dpkit.model.show import count, plain, show
from dpkit.tables import pattern_matcher
from dpkit.tables.engine import Engine
from dpkit.tables.sql import sql, text

MARK = re.compile(r"\\.|.", re.DOTALL)
WORD = r"\p{L}\p{M}\p{N}_"
INSIDE = {r"\d": r"\p{Nd}", r"\D": r"\P{Nd}", r"\w": WORD}
OUTSIDE = INSIDE | {r"\w": f"[{WORD}]", r"\W": f"[^{WORD}]"}
SECONDS = 1  #: of the processor, and one more for each so many texts
TEXTS = 100_000
PATIENCE = 8  #: a busy machine may take so many times longer
MOST_SLOW = 5  #: patterns of one run that may take too long; no further one is tried
_SLOW: WeakKeyDictionary[Engine, int] = WeakKeyDictionary()
_KNOWN: WeakKeyDictionary[Engine, dict[str, bool]] = WeakKeyDictionary()  # many fields share a pattern


class PatternError(ValueError):
    """It could not be judged which texts match; the message says why."""


def with_unicode(pattern: str) -> str:
    """Return `pattern` for the engine, whose digits and word characters would be those of ASCII.

    XML Schema, whose expressions Table Schema takes, has those of Unicode.
    """
    found, within = [], False
    for mark in MARK.findall(without_xml(pattern)):
        within = (within or mark == "[") and mark != "]"
        found.append((INSIDE if within else OUTSIDE).get(mark, mark))
    return "".join(found)


def engine_knows(engine: Engine, pattern: str) -> bool:
    """Tell whether the engine can match `pattern`; it is asked once."""
    known = _KNOWN.setdefault(engine, {})
    if pattern not in known:
        known[pattern] = _knows(engine, pattern)
    return known[pattern]


def _knows(engine: Engine, pattern: str) -> bool:
    try:
        engine.reader.run(sql("SELECT regexp_full_match('', {})", text(with_unicode(pattern))))
    except engine.reader.failure:
        return False
    return True


def found(engine: Engine, pattern: str, cell: str) -> bool:
    """Tell whether `pattern`, of a JSON Schema, matches anywhere in `cell`.

    Raises:
        PatternError: the engine does not know it.
    """
    try:
        ((matches,),) = engine.reader.run(
            sql("SELECT regexp_matches({}, {})", text(cell), text(with_unicode(as_xml(pattern))))
        )
    except engine.reader.failure as error:
        raise PatternError(f"the pattern {show(pattern)} cannot be matched") from error
    return bool(matches)


def unmatched(engine: Engine, pattern: str, texts: Sequence[str], *, anywhere: bool = False) -> list[str]:
    """Return those of `texts` that `pattern`, which the engine does not know, does not match.

    Args:
        engine: of the run.
        pattern: in XML Schema's way.
        texts: to be matched.
        anywhere: whether it is of a JSON Schema: in its way, and may match a part of the text.

    Raises:
        PatternError: Python does not know it either, or that takes too long, or too much memory, or others did.
    """
    if not texts:
        return []
    expression = _at_the_end(for_python(as_xml(pattern))) if anywhere else for_python(pattern)
    if why := why_unmatched(pattern, expression):
        raise PatternError(why)
    if _SLOW.get(engine, 0) >= MOST_SLOW:
        raise PatternError(f"the pattern {show(pattern)} was not tried, since {MOST_SLOW} others take too long")
    seconds = SECONDS + len(texts) // TEXTS
    command = [sys.executable, "-I", "-S", pattern_matcher.__file__]
    asked = json.dumps([seconds, expression, texts, anywhere])
    try:
        done = subprocess.run(  # noqa: S603 - our own file, by our own interpreter
            command, input=asked, capture_output=True, check=True, encoding="ascii", timeout=PATIENCE * seconds
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        _SLOW[engine] = _SLOW.get(engine, 0) + 1
        raise PatternError(
            f"matching the pattern {show(pattern)} takes more than {count(seconds, 'second')}"
        ) from error
    return [texts[place] for place in json.loads(done.stdout)]


def why_unmatched(pattern: str, expression: str) -> str:
    """Return why Python cannot match a pattern, which it reads as `expression`, or nothing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            re.compile(expression)
    except (re.error, OverflowError, RecursionError):
        if unknown := UNICODE.search(expression):
            aside = (
                f"dpkit does not know {plain(unknown[0])}, or not beside look-around, back-references or long repeats"
            )
            return f"the pattern {show(pattern)} cannot be matched: {aside}"
        return f"the pattern {show(pattern)} cannot be matched"
    return ""


def _at_the_end(pattern: str) -> str:
    """Return `pattern` with the end of the text for each `$`, which to Python also is before a line end there."""
    found, within = [], False
    for mark in MARK.findall(pattern):
        within = (within or mark == "[") and mark != "]"
        found.append(r"\Z" if mark == "$" and not within else mark)
    return "".join(found)
