"""Spark as the engine: the same queries, on a cluster."""
