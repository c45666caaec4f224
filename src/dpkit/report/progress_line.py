"""How far a run is, as a line."""


def progress_line(rows: int, share: float, seconds: float) -> str:
    """Return a line of at most 79 characters: `1,000,000 rows, 250,000 a second; 42%, 8 s left`.

    Args:
        rows: that were read.
        share: of the work that is done.
        seconds: since it began.
    """
    read = f"{rows:,} rows, {rows / seconds:,.0f} a second; " if rows and seconds else ""
    left = f", {_duration(seconds * (1 - share) / share)} left" if share else ""
    return f"{read}{share:.0%}{left}"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
