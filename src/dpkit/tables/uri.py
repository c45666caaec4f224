"""The grammar of a URI as a regular expression (RFC 3986, appendix A)."""

PLAIN = r"A-Za-z0-9._~!$&'()*+,;=\-"  #: unreserved characters and sub-delims
CODED = "%[0-9A-Fa-f]{2}"
PCHAR = f"(?:[{PLAIN}:@]|{CODED})"
H16 = "[0-9A-Fa-f]{1,4}"
OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
LS32 = rf"(?:{H16}:{H16}|{OCTET}(?:\.{OCTET}){{3}})"
IPV6 = "|".join(
    [
        f"(?:{H16}:){{6}}{LS32}",
        f"::(?:{H16}:){{5}}{LS32}",
        *(f"(?:(?:{H16}:){{0,{before}}}{H16})?::(?:{H16}:){{{4 - before}}}{LS32}" for before in range(5)),
        f"(?:(?:{H16}:){{0,5}}{H16})?::{H16}",
        f"(?:(?:{H16}:){{0,6}}{H16})?::",
    ]
)
HOST = rf"(?:\[(?:{IPV6}|[vV][0-9A-Fa-f]+\.[{PLAIN}:]+)\]|(?:[{PLAIN}]|{CODED})*)"
AUTHORITY = f"(?:(?:[{PLAIN}:]|{CODED})*@)?{HOST}(?::[0-9]*)?"
PATH = f"(?:/{PCHAR}*)*"
URI = (
    f"[A-Za-z][A-Za-z0-9+.-]*:(?://{AUTHORITY}{PATH}|/(?:{PCHAR}+{PATH})?|{PCHAR}+{PATH}|)"
    rf"(?:\?(?:{PCHAR}|[/?])*)?(?:#(?:{PCHAR}|[/?])*)?"
)
