"""The catalogue of checks, and its runner."""
