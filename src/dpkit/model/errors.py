"""What dpkit raises when it cannot do its work, and of what it warns (a finding about the package is never raised)."""


class DpkitError(Exception):
    """Nothing could be judged; the text is one sentence for the user. The command line exits with 2."""


class DpkitWarning(UserWarning):
    """Something is left out of what Python is given; the text is one sentence."""


class UnsafePathError(DpkitError):
    """A path would leave the package's folder, or is no plain file in it."""


class ArchiveError(DpkitError):
    """A file is no zip archive, is damaged, or holds what is not to be unpacked; the sentence is about "it"."""


class NotReachableError(DpkitError):
    """A file on the web may not be fetched, or cannot be."""
