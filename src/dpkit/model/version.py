"""The version of dpkit; the package's data have their own, in the descriptor."""

VERSION = "0.3.0"
