"""Tables: reading, typing and checking tabular data."""
