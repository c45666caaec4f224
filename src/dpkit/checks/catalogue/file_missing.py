"""A file that the descriptor names is not there, or cannot be read.

## What it finds
Resources whose path leads to no file, and files that the system does not let be read: there is no permission, or the
medium is at fault. A symbolic link that leads to nothing, the pointer that Git LFS or git-annex leaves in place of
a table, and a web page in its place are no file either.

## Why it matters
A package without one of its files is not the package. Of a file that could not be read nothing is known: the report
says that the package was not judged in full, and the exit code is 2.

## How to mend it
Add the file, or correct the path; mind upper and lower case. What a pointer or a broken link stands for is fetched by
the program that made it (`git lfs pull`, `git annex get`). What came as a web page may have moved, or need a password.
Of a file that is there, mend the permissions, or copy it anew.
"""

from dpkit.checks.example import changed, package
from dpkit.model.finding import Severity

SEVERITY = Severity.ERROR
FAULT = "the file {value} {problem}"
PASSES = package(events=("event_id\na\n", ["event_id"]))
FAILS = changed(PASSES, path="event.csv")
