"""`python -m dpkit`."""

from dpkit.cli.main import run

run()
