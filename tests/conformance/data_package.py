"""Data Package v2, and what version 1 has otherwise."""

from tests.conformance.case import AB, Sentence, package, table, whole

T = {"t.csv": "a,b\n1,2\n"}
TABLE = {"name": "t", "path": "t.csv", "schema": AB}
ERROR = "descriptor-error"

SENTENCES = [
    Sentence(
        "The file MUST contain a valid JSON object as defined in RFC 4627.",
        [
            whole("an object", "", {"name": "p", "resources": [TABLE]}, T),
            whole("with a byte order mark", "", "\ufeff" + '{"resources": [{"name": "t", "path": "t.csv"}]}', T),
            whole("no JSON", ERROR, "name: p"),
            whole("an array", ERROR, [TABLE], T),
            whole("empty", ERROR, ""),
            whole("a key twice", ERROR, '{"name": "p", "name": "q", "resources": [{"name": "t", "path": "t.csv"}]}', T),
            whole("NaN", ERROR, '{"x": NaN, "resources": [{"name": "t", "path": "t.csv"}]}', T),
        ],
    ),
    Sentence(
        "A Data Package descriptor MUST have `resources` property.",
        [whole("none", ERROR, {"name": "p"}), whole("null", ERROR, {"name": "p", "resources": None})],
    ),
    Sentence(
        "The `resources` property is REQUIRED, with at least one resource.",
        [whole("an empty array", ERROR, {"name": "p", "resources": []})],
    ),
    Sentence(
        "This property MUST be an array of objects.",
        [
            whole("an object", ERROR, {"name": "p", "resources": {"t": TABLE}}),
            whole("an array of texts", ERROR, {"name": "p", "resources": ["t.csv"]}, T),
        ],
    ),
    Sentence(
        "A descriptor MAY include any number of properties in additional to those described as required and optional.",
        [package("a property of one's own", "", **{"dc:temporal": {"name": "19th Century"}})],
    ),
    Sentence(
        "It SHOULD be human-readable and consist only of lowercase English alphanumeric characters plus `.`, `-` and "
        "`_`.",
        [
            package("plain", "", name="a.b-c_1"),
            package("capitals and blanks", "not-recommended", name="My Package"),
            package("a number", ERROR, name=7),
        ],
    ),
    Sentence(
        "`licenses` MUST be an array. Each item in the array is a License. Each MUST be an object.",
        [
            package("name and path", "", licenses=[{"name": "CC0-1.0", "path": "https://example.org/cc0"}]),
            package("an object", ERROR, licenses={"name": "CC0-1.0"}),
            package("a text in the array", ERROR, licenses=["CC0-1.0"]),
        ],
    ),
    Sentence(
        "The object MUST contain a `name` property and/or a `path` property, and it MAY contain a `title` property.",
        [
            package("a path only", "", licenses=[{"path": "LICENSE"}]),
            package("a title only", ERROR, licenses=[{"title": "Free"}]),
        ],
    ),
    Sentence(
        "licenses, path: A URL or Path, that is a fully qualified HTTP address, or a relative POSIX path.",
        [
            package("an address", "", licenses=[{"path": "https://example.org/cc0"}]),
            package("a parent folder", "unsafe-path", licenses=[{"path": "../LICENSE"}]),
            package("another scheme", ERROR, licenses=[{"path": "file:///LICENSE"}]),
        ],
    ),
    Sentence(
        "homepage: A URL for the home on the web that is related to this data package.",
        [package("a URL", "", homepage="https://example.org/"), package("words", "not-recommended", homepage="our site")],
    ),
    Sentence(
        "The value of the image property MUST be a string pointing to the location of the image.",
        [package("a path", "", image="logo.png"), package("a number", ERROR, image=1)],
    ),
    Sentence(
        "The string MUST be a URL or Path, that is a fully qualified HTTP address, or a relative POSIX path.",
        [package("a URL", "", image="https://example.org/a.png"), package("absolute", "unsafe-path", image="/a.png")],
    ),
    Sentence(
        "The datetime MUST conform to the string formats for datetime as described in RFC3339.",
        [
            package("with offset", "", created="1985-04-12T23:20:50.52Z"),
            package("a date", ERROR, created="1985-04-12"),
            package("no offset", ERROR, created="1985-04-12T23:20:50"),
            package("month 13", ERROR, created="1985-13-12T23:20:50Z"),
        ],
    ),
    Sentence(
        "An Array of string keywords to assist users searching for the package in catalogs.",
        [
            package("texts", "", keywords=["a", "b"]),
            package("a text", ERROR, keywords="a, b"),
            package("numbers", ERROR, keywords=[1]),
        ],
    ),
    Sentence(
        "It MUST be an array. Each entry is a Contributor and MUST be an object.",
        [
            package("a person", "", contributors=[{"title": "A. Person", "roles": ["creator"]}]),
            package("an object", ERROR, contributors={"title": "A. Person"}),
            package("a text", ERROR, contributors=["A. Person"]),
        ],
    ),
    Sentence(
        "A Contributor MUST have at least one property.",
        [package("none", ERROR, contributors=[{}]), package("a given name", "", contributors=[{"givenName": "A."}])],
    ),
    Sentence(
        "`email`: An email address.",
        [
            package("of a contributor", "", contributors=[{"title": "A. Person", "email": "a.person@example.org"}]),
            package("of a contributor, none", ERROR, contributors=[{"title": "A. Person", "email": "unknown"}]),
            package("of a source", "", sources=[{"title": "An office", "email": "office@example.org"}]),
            package("of a source, none", ERROR, sources=[{"title": "An office", "email": "office at example.org"}]),
        ],
    ),
    Sentence(
        "contributors, path: A fully qualified URL pointing to a relevant location online for the contributor.",
        [
            package("a URL", "", contributors=[{"title": "A. Person", "path": "https://example.org"}]),
            package("version 1: no title", "not-recommended", profile="data-package", contributors=[{"email": "a@b.org"}]),
            package("no scheme", "not-recommended", contributors=[{"title": "A. Person", "path": "www.example.org"}]),
        ],
    ),
    Sentence(
        "If the `roles` property is not provided a data consumer MUST fall back to using `role` property.",
        [package("version 1", "", contributors=[{"title": "A. Person", "role": "author"}])],
    ),
    Sentence(
        "It MUST be an array of Source objects. A Source object MUST have at least one property.",
        [
            package("title and path", "", sources=[{"title": "An office", "path": "https://example.org"}]),
            package("version 1: no title", "not-recommended", profile="data-package", sources=[{"path": "https://a.org"}]),
            package("version 1: a name", "", sources=[{"name": "An office", "web": "https://example.org"}]),
            package("an empty object", ERROR, sources=[{}]),
            package("an object", ERROR, sources={"title": "An office"}),
        ],
    ),
    Sentence(
        "sources, path: A URL or Path. Absolute paths `/`, relative parent paths `../`, hidden folders MUST NOT be used.",
        [
            package("a path", "", sources=[{"path": "raw/survey.csv"}]),
            package("a parent folder", "unsafe-path", sources=[{"path": "../raw/survey.csv"}]),
            package("absolute", "unsafe-path", sources=[{"path": "/raw/survey.csv"}]),
            package("hidden", "unsafe-path", sources=[{"path": ".raw/survey.csv"}]),
            package("no HTTP", ERROR, sources=[{"path": "doi:10.1000/182"}]),
            package("empty", "not-recommended", sources=[{"title": "A survey", "path": ""}]),
        ],
    ),
    Sentence(
        "`$schema` MUST be a profile; version 1 has `profile`.",
        [
            package("version 2", "", **{"$schema": "https://datapackage.org/profiles/2.0/datapackage.json"}),
            package("version 1", "", profile="data-package"),
            package("version 1: a table that is not said to be one", ERROR, profile="tabular-data-package"),
            package("a number", ERROR, **{"$schema": 2}),
            package("an extension", "profile-unchecked", profile="https://example.org/profile.json"),
        ],
    ),
    Sentence(
        "A rule that does not touch the data is broken: the data are judged in the same run.",
        [
            whole(
                "a licence without name and a cell of another type",
                f"{ERROR} type-error",
                {"name": "p", "licenses": [{"title": "Free"}], "resources": [TABLE | {"schema": {
                    "fields": [{"name": "a", "type": "integer"}, {"name": "b"}]}}]},
                {"t.csv": "a,b\nx,2\n"},
            ),
            whole(
                "a date without time and a row that is too long",
                f"{ERROR} extra-cell",
                {"name": "p", "created": "2001-02-03", "resources": [TABLE]},
                {"t.csv": "a,b\n1,2,3\n"},
            ),
        ],
    ),
    Sentence(
        "The Data Package specification can be used for packaging any kind of data.",
        [
            whole("a file that is no table", "", {"name": "p", "resources": [{"name": "t", "path": "a.pdf"}]}, {"a.pdf": b"%PDF"}),
            whole("JSON that is no table", "", {"name": "p", "resources": [{"name": "t", "path": "a.json"}]}, {"a.json": '{"a": 1}'}),
            whole("a map", "", {"name": "p", "resources": [{"name": "t", "path": "a.geojson", "format": "geojson"}]}, {"a.geojson": "{}"}),
            whole("a file that is missing", "file-missing", {"name": "p", "resources": [{"name": "t", "path": "a.pdf"}]}),
            table("a table without a schema", "", schema=None),
            table("a ragged table without a schema", "missing-cell", "a,b\n1\n", schema=None),
        ],
    ),
]  # fmt: skip
