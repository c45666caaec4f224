"""Whether a release, as it was downloaded, is the one that was made."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from dpkit.api.session import look_at
from dpkit.files.folder import Folder
from dpkit.files.signature import ENDING, check
from dpkit.files.temporary import temporary
from dpkit.files.tree import tree
from dpkit.files.unpack import opened, unpack
from dpkit.files.zip_file import Content, digest, of_file, of_zip
from dpkit.load.release import parse_release
from dpkit.model.errors import ArchiveError, DpkitError
from dpkit.model.release import RELEASE_FILE, Release
from dpkit.model.semver import Version
from dpkit.model.show import plain
from dpkit.model.verification import Problem, Seal, Signature, Verification
from dpkit.release.consistency import verify_citations, verify_documents, verify_rows
from dpkit.release.sums import SUMS
from dpkit.release.verification import Files, read_release_file, verify_container, verify_files


def verify(archive: Path, *, signers: Path | None = None, record: Path | None = None) -> Verification:
    """Verify a release: every byte, every digest, and that its data are those its own record tells of.

    Args:
        archive: the zip archive, or the folder that it was unpacked into.
        signers: whose signature counts, as an `allowed_signers` file of OpenSSH.
        record: of this release, from the repository (`releases/VERSION.json`).

    Raises:
        DpkitError: there is no such file or folder, it cannot be read, or a signature cannot be judged.
    """
    problems: list[Problem] = []
    signature = _signature(archive, signers, problems)
    with ExitStack() as stack:
        contents = _contents(archive, problems, stack)
        files = Files.of(contents)
        release = read_release_file(files)
        if contents:
            problems += verify_files(files)
    if release is not None and not problems:
        problems += _data(archive, release)
    if release is not None and not archive.is_dir():
        problems += _called(archive, release)
    if record is not None:
        problems += _recorded(archive, record, release)
    return Verification(
        archive=str(archive),
        problems=tuple(problems),
        files=len(contents),
        signature=signature,
        record=str(record or ""),
        **({} if release is None else _told(release)),
    )


def _signature(archive: Path, signers: Path | None, problems: list[Problem]) -> Signature:
    if archive.is_dir():
        if signers is not None:
            raise DpkitError("a signature is one of the archive, not of the folder that it was unpacked into")
        return Signature(seal=Seal.MISSING)
    found = check(archive, signers)
    if found.seal is Seal.WRONG:
        problems.append(Problem(file=archive.name + ENDING, problem=f"the signature is wrong: {found.detail}"))
    elif found.seal is Seal.MISSING and signers is not None:
        problems.append(Problem(file=archive.name + ENDING, problem="the signature is missing"))
    return found


def _contents(archive: Path, problems: list[Problem], stack: ExitStack) -> dict[str, Content]:
    """Return the files of a release by path; what is wrong with the whole is added to `problems`."""
    if archive.is_dir():
        folder = stack.enter_context(closing(Folder(archive)))
        if not {SUMS, RELEASE_FILE} & {*folder.names(".")}:
            raise DpkitError(
                f"{plain(str(archive), 200)} is no release that was unpacked: it has no {SUMS} and no {RELEASE_FILE}; "
                "name the archive of a release (.zip), or the folder that it was unpacked into"
            )
        files, others = tree(archive)
        problems += [Problem(file=each, problem="it is a link or no plain file") for each in others]
        return {name: of_file(folder, name) for name in files}
    try:
        zip_file = stack.enter_context(opened(archive))
        problems += verify_container(zip_file, archive)
    except ArchiveError as error:
        problems.append(Problem(file=archive.name, problem=str(error)))
        return {}
    return of_zip(zip_file)


def _data(archive: Path, release: Release) -> Iterator[Problem]:
    """Compare rows and citations with the release; the files are what they were made."""
    with ExitStack() as stack:
        root = archive
        if not archive.is_dir():
            root = Path(stack.enter_context(temporary()))
            unpack(archive, root)
        session = stack.enter_context(look_at(root))
        yield from verify_rows(session.tables, release)
        yield from verify_documents(session.library, release)
        yield from verify_citations(session.engine, session.tables, session.library, release)


def _called(archive: Path, release: Release) -> Iterator[Problem]:
    """Notice an archive under the name of another version, such as an older one in place of a newer."""
    version = archive.stem.removeprefix(f"{release.name}-")
    if version != archive.stem and Version.parse(version) and version != release.version:
        problem = f"it is called {plain(version)}, and holds version {plain(release.version)}"
        yield Problem(file=archive.name, problem=problem)


def _recorded(archive: Path, record: Path, release: Release | None) -> Iterator[Problem]:
    """Compare a release with the record that its repository keeps of it."""
    try:
        known = parse_release(record.read_bytes(), str(record))
    except OSError as error:
        raise DpkitError(
            f"{plain(str(record), 200)} could not be read: {(error.strerror or 'error').lower()}"
        ) from error
    if release is not None and (release.name, release.version) != (known.name, known.version):
        there, here = (f"{plain(each.name)} {plain(each.version)}" for each in (known, release))
        yield Problem(file=archive.name, problem=f"it is {here}, and the record is of {there}")
    if release is not None and release.resources != known.resources:
        yield Problem(file=archive.name, problem="its resources are not those of the record")
    if not archive.is_dir():
        wanted = [each.sha256 for each in known.files if each.path.endswith(".zip")]
        if (found := digest(lambda: archive.open("rb"))[0]) not in wanted:
            problem = f"its sha256 is {found}; the record says {plain(', '.join(wanted)) or 'nothing of an archive'}"
            yield Problem(file=archive.name, problem=problem)


def _told(release: Release) -> dict[str, Any]:
    return {
        "name": release.name,
        "version": release.version,
        "commit": release.commit,
        "date": release.date,
        "resources": len(release.resources),
        "rows": sum(each.rows or 0 for each in release.resources),
        "evidence": Counter(each.evidence for each in release.citations),
    }
