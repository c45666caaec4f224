"""Where dpkit and frictionless differ on data: what, dpkit, frictionless, and the sentence that decides.

How single cells are typed stands in `tests/tables/test_typing.py`, which holds both against each other.
"""

DIFFERENCES = [
    ("null in one field of a primary key", "refuses", "accepts in a key of several fields", "Table Schema, primaryKey: Per SQL standards, the fields cannot be null"),
    ("a pattern such as `a|b`", "matches the whole cell", "accepts `axxx`: it looks at the start only", "Table Schema, pattern, by XML Schema: an expression matches a whole value"),
    ("`uniqueKeys`", "checks", "ignores", "Table Schema, uniqueKeys: fields that are required to have unique logical values in each row"),
    ("`categories`", "checks", "ignores", "Table Schema, categories: the logical representation of data MUST exactly match one of the values"),
    ("NaN in an object or array", "refuses", "accepts", "Table Schema, object: a valid JSON object; RFC 8259 has no NaN"),
    ("binary strings", "refuses what is not base64", "accepts some of it", "Table Schema, string, binary: a base64 encoded string"),
    ("a URI with a blank, a letter beyond ASCII or a stray `%`", "refuses", "accepts", "Table Schema, string, uri: a valid URI; RFC 3986, appendix A"),
    ("a quotation mark within a cell that is not quoted", "refuses the row", "reads it", "RFC 4180: double quotes may not appear inside fields that are not enclosed with them"),
    ("a field of type `any` that refers to one of numbers or dates", "compares the texts", "refuses", "Table Schema, any: the field contains values of a unspecified or mixed type"),
    ("blanks around a label", "refuses", "takes them away", "Table Schema, fieldsMatch, exact: exactly the same fields; RFC 4180: spaces are considered part of a field"),
    ("a schema or a dialect in YAML", "refuses", "reads", "Glossary, Descriptor: the file MUST contain a valid JSON object"),
    ("`format` written `CSV`, `.csv` or `text/csv`", "checks the table", "checks nothing", "Data Resource, format: the standard file extension"),
    ("`stats` of a resource", "ignores: `hash` and `bytes` stand at the resource", "checks", "Data Resource has no such property"),
    ("`missingValues`, `fields` or a key beside the schema instead of in it", "a warning", "refuses", "Descriptor: any number of properties in additional"),
    ("a name with capitals or blanks", "a warning", "refuses", "Data Resource, name: it SHOULD consist only of lowercase English alphanumeric characters plus `.`, `-` and `_`"),
    ("two fields of one name", "accepts", "refuses the descriptor", "Table Schema, name: a data consumer MUST NOT interpret it as an invalid descriptor"),
    ("hidden folders", "refuses", "reads", "Glossary, URL or Path: hidden folders starting from a dot MUST NOT be used"),
    ("encoding and delimiter that nobody declared", "UTF-8 and comma", "guesses them", "Data Resource: UTF-8 is recommended as a default; Table Dialect: the delimiter is a comma by default"),
    ("a descriptor that breaks a rule beside the data", "says so, and checks the data", "says so, and stops", "no rule: who mends a licence should not learn of the data afterwards"),
    ("a path on the web", "not-reachable, unless the host is allowed", "fetches it", "Data Package, Security: reading is the user's decision"),
    ("fields that no JSON object has, keys that no field has", "refuses by fieldsMatch", "accepts", "Table Schema, fieldsMatch, exact: exactly the same fields"),
    ("a constraint of another name at the field itself (`required`)", "a warning", "refuses", "Descriptor: any number of properties in additional"),
    ("`created`, `licenses`, `sources` of a wrong form", "refuses", "accepts some", "Data Package: the sentences above"),
    ("a workbook of another kind than `xlsx` (`xls`, `ods`)", "says that it was not checked, an error", "reads", "Table Dialect: the most suitable strategy for communicating to the users if some relevant feature is not supported"),
    ("a sheet that `sheetName` or `sheetNumber` chooses", "reads it", "reads the first one", "Table Dialect, sheetName: a sheet name of a table in a spreadsheet file"),
    ("a hash by SHA-1, SHA-384 or SHA-512", "checks", "ignores", "Data Resource, hash: other algorithms can be indicated by prefixing the hash's value"),
    ("`bytes` of a file of JSON", "checks", "refuses each: it counts none", "Data Resource, bytes: size of the file in bytes"),
    ("`type` of a package (`dataset`)", "ignores", "refuses", "Data Package has no such property"),
]  # fmt: skip
