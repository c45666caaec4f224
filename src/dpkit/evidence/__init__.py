"""Following citations: citation and document to verdict."""
