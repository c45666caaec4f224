"""The one function of DuckDB's for which Spark has none: Unicode's normal form C, made by DuckDB on the executors."""

from typing import TYPE_CHECKING

from dpkit.tables.spark.dialect import NFC

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def register_normal_form(session: "SparkSession") -> None:
    """Give a session the function; no process is started for it before a query asks."""
    import pyarrow as pa
    from pyspark.sql.functions import arrow_udf

    # defined here, it travels whole: executors need DuckDB and pyarrow, but not dpkit
    def normal_form(cells: pa.Array) -> pa.Array:
        import duckdb

        with duckdb.connect(config={"threads": 1}) as connection:
            connection.register("cells", pa.table({"cell": cells}))
            found = connection.execute("SELECT nfc_normalize(cell) AS cell FROM cells").fetchall()
        return pa.array([cell for (cell,) in found], pa.string())

    session.udf.register(NFC, arrow_udf(normal_form, "string"))
