"""What marks a row or a cell as doubtful or as told, for those who ask about it without reading the row."""

from enum import StrEnum

from dpkit.tables.sql import Sql

WRITTEN = "_as_written"  #: fields whose name ends so tell what the document says
INFERRED = "inferred"  #: the basis of what the editors concluded
REMARKS = ("remark", "note")  #: a row with one of these says what there is to say
TOO_MANY = Sql("")  #: in place of a relation: there are too many rows to read each one's words
MOST_READ = 20_000  #: rows of a table that the engine cannot settle, which are read one by one


class Doubt(StrEnum):
    """What is doubtful about a cell."""

    VALUE = "value"  #: a part of it stands in no passage of the row
    PRECISION = "precision"  #: it names a month or day, and no passage does
    CALENDAR = "calendar"  #: it does not fit the other calendar, or the weekday, that a passage gives
