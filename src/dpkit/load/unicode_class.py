r"""Names of classes of Unicode in patterns: the long ones, and those of scripts, as the engine has them.

Source of the names: the Unicode Character Database, `PropertyValueAliases.txt`, "General_Category" (gc).
"""

import re

ESCAPE = re.compile(r"\\(?:([pP])\{(\^?)([^{}]*)\}|.)", re.DOTALL)
OF = re.compile(r"(?:General_Category|gc|Script|sc)=")
# fmt: off
LONG = {
    "Other": "C", "Control": "Cc", "cntrl": "Cc", "Format": "Cf", "Private_Use": "Co", "Surrogate": "Cs",
    "Letter": "L", "Lowercase_Letter": "Ll", "Modifier_Letter": "Lm", "Other_Letter": "Lo", "Titlecase_Letter": "Lt",
    "Uppercase_Letter": "Lu", "Mark": "M", "Combining_Mark": "M", "Spacing_Mark": "Mc", "Enclosing_Mark": "Me",
    "Nonspacing_Mark": "Mn", "Number": "N", "Decimal_Number": "Nd", "digit": "Nd", "Letter_Number": "Nl",
    "Other_Number": "No", "Punctuation": "P", "punct": "P", "Connector_Punctuation": "Pc", "Dash_Punctuation": "Pd",
    "Close_Punctuation": "Pe", "Final_Punctuation": "Pf", "Initial_Punctuation": "Pi", "Other_Punctuation": "Po",
    "Open_Punctuation": "Ps", "Symbol": "S", "Currency_Symbol": "Sc", "Modifier_Symbol": "Sk", "Math_Symbol": "Sm",
    "Other_Symbol": "So", "Separator": "Z", "Line_Separator": "Zl", "Paragraph_Separator": "Zp",
    "Space_Separator": "Zs",
}
# fmt: on


def with_short_classes(pattern: str) -> str:
    r"""Return `pattern` with `\p{L}` for `\p{Letter}` and `\p{gc=L}`, `\p{Greek}` for `\p{Script=Greek}`."""
    return ESCAPE.sub(_short, pattern) if "{" in pattern else pattern


def _short(found: re.Match[str]) -> str:
    if not found[1]:
        return found[0]
    kind = {"p": "P", "P": "p"}[found[1]] if found[2] else found[1]
    name = OF.sub("", found[3], count=1)
    return f"\\{kind}{{{LONG.get(name, name)}}}"
