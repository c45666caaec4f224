"""Fuzz one target, guided by coverage: `python fuzz/run.py TARGET [SECONDS]`.

It starts from `fuzz/corpus/TARGET/`, where what breaks a law is written as `crash-...`; other input that is new to it
goes to `fuzz/grown/TARGET/`, which git ignores.
"""

import importlib
import sys
from pathlib import Path

import atheris

HERE = Path(__file__).parent
LONGEST = 4096


def main() -> None:
    """Run the target until the time is over or a law is broken."""
    target, seconds = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "10"  # noqa: PLR2004
    corpus = HERE / "corpus" / target
    grown = HERE / "grown" / target
    grown.mkdir(parents=True, exist_ok=True)
    with atheris.instrument_imports(include=["dpkit", "targets"]):
        module = importlib.import_module(f"targets.{target}")
    options = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-timeout=10", "-rss_limit_mb=2000"]
    options += [f"-artifact_prefix={corpus}/", f"-dict={HERE / 'dictionaries' / target}.txt", *sys.argv[3:]]
    atheris.Setup([sys.argv[0], *options, str(grown), str(corpus)], module.check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
