"""Run in a process of its own, under limits: tells which texts a pattern does not match.

It reads JSON (seconds of the processor, pattern, texts, whether it may match anywhere in them and not only from end to
end) from standard input, and writes the places of the texts.
"""

import json
import re
import sys

MEMORY = 1 << 30


def main() -> None:
    """Match; the system ends the process where it takes too long or too much memory."""
    seconds, pattern, texts, anywhere = json.load(sys.stdin)
    _limit(seconds)
    compiled = re.compile(pattern)
    match = compiled.search if anywhere else compiled.fullmatch
    json.dump([place for place, text in enumerate(texts) if not match(text)], sys.stdout)


def _limit(seconds: int) -> None:
    try:
        import resource
    except ImportError:  # no POSIX: the parent's clock is the only limit
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
