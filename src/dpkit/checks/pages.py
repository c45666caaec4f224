"""The documentation of the checks: one page each, a list, and `docs/checks.md`."""

import json
import re

from dpkit.checks.check import Check, Example
from dpkit.checks.registry import all_checks
from dpkit.model.report import Page
from dpkit.model.show import listing

LINE_END = re.compile(r"(?<!\n)\n(?!\n)")  #: within a paragraph
INTRODUCTION = """# Checks

Each check has a name for `--select` and `--ignore`, a severity, and one file in `src/dpkit/checks/catalogue`, from
which this page is made (`make docs`). An error makes a package invalid, a warning does so with `--fail-on warning`, a
notice never does. `dpkit explain NAME` prints the same.
"""


def check_list() -> str:
    """Return a line for each check: severity, name, title."""
    checks = sorted(all_checks().values(), key=lambda check: check.name)
    width = max(len(check.name) for check in checks)
    return "".join(f"{check.severity:<8} {check.name:<{width}}  {check.title}\n" for check in checks)


def check_page(check: Check, level: int = 1) -> str:
    """Return the page of a check as Markdown, with an example at fault and a sound one."""
    title, _, rest = check.doc.partition("\n\n")
    heads = rest.replace("\n## ", f"\n{'#' * (level + 1)} ").removeprefix("## ")
    needs = f"\n\nNot judged where {listing(list(check.needs))} was found." if check.needs else ""
    body = f"{'#' * (level + 1)} {heads.strip()}{needs}"
    examples = "".join(
        f"\n\n{'#' * (level + 1)} Example {word}\n\n```\n{_example(files)}\n```"
        for word, files in (("at fault", check.fails), ("that is sound", check.passes))
    )
    return f"{'#' * level} {check.name} ({check.severity})\n\n{title}\n\n{body}{examples}\n"


def page_of(check: Check) -> Page:
    """Return the documentation of a check by its parts."""
    title, *sections = re.split(r"\n\n## [^\n]+\n", check.doc)
    return Page(*(LINE_END.sub(" ", each.strip()) for each in [title, *sections]))


def checks_page() -> str:
    """Return the page of all checks, `docs/checks.md`."""
    checks = sorted(all_checks().values(), key=lambda check: check.name)
    rows = "".join(
        f"| [{each.name}](#{each.name}-{each.severity}) | {each.severity} | {each.title} |\n" for each in checks
    )
    table = f"| check | severity | |\n|---|---|---|\n{rows}"
    return "\n".join([INTRODUCTION, table, *(check_page(check, 2) for check in checks)])


def _example(files: Example) -> str:
    """Return the files of an example: the tables and documents, and what the descriptor says beyond names."""
    shown = [_descriptor(str(files["datapackage.json"]))]
    for name, content in files.items():
        if name != "datapackage.json":
            text = content if isinstance(content, str) else content.decode("utf-8", "backslashreplace")
            shown.append(f"{name}:\n{text.rstrip() or '(empty)'}")
    return "\n\n".join(each for each in shown if each)


def _descriptor(text: str) -> str:
    try:
        descriptor = json.loads(text)
    except ValueError:
        return f"datapackage.json:\n{text}"
    return "datapackage.json:\n" + "\n".join(_resource(each) for each in descriptor.get("resources", []))


def _resource(resource: dict[str, object]) -> str:
    schema = resource.get("schema")
    fields = schema.pop("fields", []) if isinstance(schema, dict) else []
    kept = {key: value for key, value in resource.items() if key not in {"name", "schema"}}
    typed = [each if set(each) != {"name"} else each["name"] for each in fields]
    parts = {"fields": typed, **(schema if isinstance(schema, dict) else {})}
    return f"  {resource.get('name')}: {json.dumps(kept | parts, ensure_ascii=False)}"
