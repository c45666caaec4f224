"""What Spark, or Java below it, refuses is told by its reason, and not by what it was asked."""

import pytest

from dpkit.model.cluster import Cluster


def test_the_reason_is_told(cluster: Cluster) -> None:
    from dpkit.tables.spark.engine import SparkError, failures
    from dpkit.tables.spark.start import start

    session = start(cluster)
    with pytest.raises(SparkError) as refused, failures():
        session._jvm.java.util.ArrayList().get(0)
    assert str(refused.value) == "java.lang.IndexOutOfBoundsException: Index 0 out of bounds for length 0"
