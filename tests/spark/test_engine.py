"""The engine Spark by itself."""

import pytest

from dpkit.api.engines import open_engine
from dpkit.model.cluster import Cluster
from dpkit.model.limits import Limits
from dpkit.tables.sql import Sql, sql


def test_the_reason_of_a_failure_is_told_and_not_what_was_asked(cluster: Cluster) -> None:
    from dpkit.tables.spark.engine import SparkError, failures
    from dpkit.tables.spark.start import start

    session = start(cluster)
    with pytest.raises(SparkError) as refused, failures():
        session._jvm.java.util.ArrayList().get(0)
    assert str(refused.value) == "java.lang.IndexOutOfBoundsException: Index 0 out of bounds for length 0"


def test_what_was_decided_of_cells_is_looked_up_once(cluster: Cluster) -> None:
    from dpkit.tables.spark.dialect import translated
    from dpkit.tables.spark.engine import SparkEngine

    with open_engine(Limits(), cluster=cluster) as engine:
        assert isinstance(engine, SparkEngine)
        table = engine.put(("a", "b"), ("VARCHAR", "VARCHAR"), [("x", "y"), ("z", "y")])
        for column in "ab":
            mapping = engine.put(("cell", "is"), ("VARCHAR", "VARCHAR"), [("x", "1"), ("y", "2")])
            engine.fill_in(table, Sql(column), mapping, [(Sql(f'"of {column}"'), "BIGINT", Sql('"is"'))])
        assert engine.run(sql('SELECT a, "of a", b, "of b" FROM {} ORDER BY a', table)) == [
            ("x", 1, "y", 2),
            ("z", None, "y", 2),
        ]
        assert engine.session.catalog.isCached(translated(table))
