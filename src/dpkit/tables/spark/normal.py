"""The one function of DuckDB's for which Spark has none: Unicode's normal form C, made by DuckDB on the executors."""

from typing import TYPE_CHECKING, Any

from dpkit.tables.spark.dialect import NFC

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def register_normal_form(session: "SparkSession") -> None:
    """Give a session the function; no process is started for it before a query asks."""
    from pyspark.sql.functions import ArrowUDFType, arrow_udf

    # defined here, it travels whole: executors need DuckDB, but not dpkit
    def normal_form(cells: Any) -> Any:
        import duckdb
        import pyarrow as pa

        with duckdb.connect(config={"threads": 1}) as connection:
            connection.register("cells", pa.table({"cell": cells}))
            found: Any = connection.execute("SELECT nfc_normalize(cell) AS cell FROM cells").to_arrow_table()
        return found.column(0).combine_chunks()

    session.udf.register(NFC, arrow_udf(normal_form, "string", ArrowUDFType.SCALAR))
