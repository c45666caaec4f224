"""How many files may be open at once: a system allows few at first, and more to a process that asks."""

from contextlib import suppress

try:
    import resource
except ImportError:  # where it is not known, the limit is another one
    resource = None  # type: ignore[assignment]

SPARE = 200  #: that the engine, Python and the caller may have open


def make_room(files: int) -> None:
    """Ask the system to let so many files be open, and some beside them; nothing happens where it does not."""
    if resource is None:
        return
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = files + SPARE
    if allowed == resource.RLIM_INFINITY or wanted <= allowed:
        return
    if most != resource.RLIM_INFINITY:
        wanted = min(wanted, most)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
