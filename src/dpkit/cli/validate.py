"""`dpkit validate`."""

import sys
from pathlib import Path

import click

from dpkit.cli.output import DOCUMENTS, OUTPUT, PACKAGE, REPORT_FORMAT, emit, rendered
from dpkit.cli.watching import watched


@click.command("validate")
@click.argument("package", type=PACKAGE, default=Path())
@DOCUMENTS
@REPORT_FORMAT
@OUTPUT
@click.option("--select", multiple=True, metavar="NAME", help="Run this check only; may be repeated.")
@click.option("--ignore", multiple=True, metavar="NAME", help="Leave this check out; the report says so.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    help="Exit with 1 from here on.",
)
@click.option(
    "--allow-remote",
    "hosts",
    multiple=True,
    metavar="HOST",
    help="Fetch files from this host (* for any); may be repeated. Nothing is fetched otherwise.",
)
@click.option("--all", "every", is_flag=True, help="Show all findings, not the first 20 of each check and resource.")
@click.option("--show-sql", is_flag=True, help="Print the queries that were run, on standard error.")
@click.option("--threads", type=int, help="For queries, 1 to 1,024; of three cores and more, one is left to you.")
@click.option(
    "--memory",
    metavar="SIZE",
    default="400MB",
    show_default=True,
    help="For tables and queries; what is more goes to a temporary folder.",
)
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    show_default=True,
    help="What runs the queries; the findings are the same.",
)
@click.option(
    "--spark-master", metavar="URL", default="", help="Master of the Spark cluster; one is started here else."
)
@click.option("--remote", metavar="URL", default="", help="Spark Connect server (sc://...) in place of a master.")
@click.option(
    "--storage",
    metavar="URL",
    default="",
    help="Take the data files from there (s3a://..., hdfs://...): Spark reads them.",
)
@click.option("--no-cache", is_flag=True, help="Judge again, even if nothing has changed since the last time.")
def command(  # noqa: PLR0913 - one parameter an option
    *,
    package: Path,
    documents: tuple[Path, ...],
    form: str,
    output: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    hosts: tuple[str, ...],
    every: bool,
    show_sql: bool,
    threads: int | None,
    memory: str,
    engine: str,
    spark_master: str,
    remote: str,
    storage: str,
    no_cache: bool,
) -> None:
    """Check PACKAGE (the datapackage.json here or above, by default).

    Exit code: 0 no error, 1 an error (or a warning, with --fail-on warning), 2 nothing could be judged, or not all of
    it, since the system did not let a file be read.
    """
    from dpkit.api.validation import validate
    from dpkit.model.cluster import Cluster
    from dpkit.model.finding import Severity
    from dpkit.model.limits import Limits

    if engine == "duckdb" and (spark_master or remote or storage):
        raise click.UsageError("--spark-master, --remote and --storage go with --engine spark")
    with watched() as progress:
        report = validate(
            package,
            documents,
            select=select,
            ignore=ignore,
            first=None if every else 20,
            hosts=hosts,
            limits=Limits(threads, memory),
            progress=progress,
            cache=not (no_cache or every or show_sql),
            cluster=Cluster(spark_master, remote, storage) if engine == "spark" else None,
        )
    if show_sql:
        from dpkit.model.show import plain

        click.echo("".join(f"{plain(query, len(query))};\n" for query in report.queries), nl=False, err=True)
    emit(rendered(report, form, every=every), output)
    if report.findings and form == "text" and output is None and sys.stderr.isatty():
        click.echo("`dpkit explain NAME` tells of each finding why it matters and how to mend it.", err=True)
    found = not report.valid or (fail_on == "warning" and report.total(Severity.WARNING))
    sys.exit(2 if report.unread else 1 if found else 0)
