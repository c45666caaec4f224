"""By which `format` a cell would be a date or a time, where it is plain how it is written."""

import re
from contextlib import suppress
from datetime import datetime

from dpkit.model.descriptor import Field

PATTERNS = {  #: what such a cell looks like, with what it may be
    "date": (
        (r"\d{1,2}\.\d{1,2}\.\d{4}", ("%d.%m.%Y",)),
        (r"\d{1,2}/\d{1,2}/\d{4}", ("%d/%m/%Y", "%m/%d/%Y")),
        (r"\d{1,2}-\d{1,2}-\d{4}", ("%d-%m-%Y", "%m-%d-%Y")),
        (r"\d{4}/\d{1,2}/\d{1,2}", ("%Y/%m/%d",)),
        (r"\d{4}\.\d{1,2}\.\d{1,2}", ("%Y.%m.%d",)),
        (r"\d{8}", ("%Y%m%d",)),
    ),
    "time": ((r"\d{1,2}:\d{2}", ("%H:%M",)), (r"\d{1,2}\.\d{2}", ("%H.%M",))),
}


def with_format(field: Field, cell: str) -> str:
    """Return which format of its field would make a date or time of a cell: `; it is one with format %d.%m.%Y`."""
    if field.format != "default":
        return ""
    known = PATTERNS.get(field.type, ())
    wanted = next((some for look, some in known if re.fullmatch(look, cell, re.ASCII)), ())
    found = [each for each in wanted if _fits(cell, each)]
    return f"; it is one with format {' or '.join(found)}" if found else ""


def _fits(cell: str, pattern: str) -> bool:
    with suppress(ValueError):
        return bool(datetime.strptime(cell, pattern))  # noqa: DTZ007 - a day, or an hour, of nowhere
    return False
