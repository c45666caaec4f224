"""Nouns of the model as text and JSON; what comes from a package is shown, never obeyed."""
