"""The checks of Table Schema on `events`, written by hand for pandera: what dpkit's time is held against.

    python benchmarks/pandera_check.py FOLDER --backend pandas|polars     # of a package made by generate.py

The frame's own reader gives the types. Dates, claims and citations are left out, as in `plain.json`.
"""

import argparse
from pathlib import Path
from typing import Any

from schemas import COLUMNS, KINDS

TEXT = ("event_id", "title", "place_id", "source_id", "kind", "start", "end", "locator", "quote", "confidence")
KEY = ["event_id", "source_id"]


def columns(api: Any, known: dict[str, Any], number: Any, whole: Any) -> dict[str, Any]:
    """Return the columns of the schema.

    Args:
        api: `pandera.pandas` or `pandera.polars`.
        known: the keys of the tables that are referred to.
        number: the type of a number.
        whole: the type of a whole number that may be missing.
    """
    check, made = api.Check, {name: api.Column(str) for name in TEXT}
    made["event_id"] = api.Column(str, check.str_matches("^e[0-9]+$"))
    made["title"] = api.Column(str, check.str_length(max_value=60))
    made |= {name: api.Column(str, check.isin(keys)) for name, keys in known.items()}
    made["kind"] = api.Column(str, check.isin(KINDS), nullable=True)
    made |= {name: api.Column(str, nullable=True) for name in ("start", "end")}
    made["distance"] = api.Column(number, check.ge(0), nullable=True)
    made["visitors"] = api.Column(whole, check.in_range(0, 100_000), nullable=True)
    made["locator"] = api.Column(str, check.str_matches("^char=[0-9]+,[0-9]+$"))
    made["confidence"] = api.Column(str, check.isin(["high", "medium", "low"]))
    return made


def with_pandas(folder: Path) -> None:
    """Check with pandas frames."""
    import pandas as pd
    import pandera.pandas as api

    kinds = dict.fromkeys(COLUMNS["events"], "str") | {"distance": "float64", "visitors": "Int64"}
    keys = {f"{each}_id": pd.read_csv(folder / f"{each}s.csv")[f"{each}_id"].tolist() for each in ("place", "source")}
    events = pd.read_csv(folder / "events.csv", dtype=kinds, na_values=[""], keep_default_na=False)
    api.DataFrameSchema(columns(api, keys, "float64", "Int64"), unique=KEY).validate(events, lazy=True)


def with_polars(folder: Path) -> None:
    """Check with polars frames."""
    import pandera.polars as api
    import polars as pl

    kinds = dict.fromkeys(COLUMNS["events"], pl.String) | {"distance": pl.Float64, "visitors": pl.Int64}
    keys = {f"{each}_id": pl.read_csv(folder / f"{each}s.csv")[f"{each}_id"].to_list() for each in ("place", "source")}
    events = pl.read_csv(folder / "events.csv", schema=kinds)
    api.DataFrameSchema(columns(api, keys, pl.Float64, pl.Int64), unique=KEY).validate(events, lazy=True)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Check a generated package with pandera.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--backend", choices=("pandas", "polars"), default="pandas")
    given = parser.parse_args()
    (with_pandas if given.backend == "pandas" else with_polars)(given.folder)


if __name__ == "__main__":
    main()
