"""Records of releases: any bytes are read into a release or refused in a sentence, and what is read is written so."""

from dpkit.load.release import parse_release
from dpkit.model.errors import DpkitError
from dpkit.report.release_json import release_json


def check(data: bytes) -> None:
    """Read `data` as `releases/VERSION.json`; what is read, citations and all, is the same once it is written."""
    try:
        release = parse_release(data, "releases/1.0.0.json")
        citations = list(release.citations)
    except DpkitError as error:
        assert str(error).startswith("releases/1.0.0.json is no record of a release: ")
        assert str(error).isprintable()
        return
    written = release_json(release)
    again = parse_release(written, "releases/1.0.0.json")
    assert list(again.citations) == citations
    assert {**vars(again), "citations": ()} == {**vars(release), "citations": ()}
    assert release_json(again) == written
