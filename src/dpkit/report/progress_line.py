"""How far a run is, as a line."""

from dpkit.model.progress import Progress


def progress_line(progress: Progress, share: float, seconds: float) -> str:
    """Return a line of at most 79 characters: `1,000,000 rows, 250,000 a second; 42%, 8 s left`.

    Args:
        progress: of the run.
        share: of the work that is done.
        seconds: since it began.
    """
    rows = f"{progress.rows:,} rows, {progress.rows / seconds:,.0f} a second; " if progress.rows and seconds else ""
    left = f", {_duration(seconds * (1 - share) / share)} left" if share else ""
    return f"{rows}{share:.0%}{left}"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
