"""The words that dates and numbers are written with: English, French, German, Spanish and Russian."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MONTHS_WRITTEN = (
    "january jan janvier janv januar jänner enero ene gennaio januari janeiro январь января январе янв",
    "february feb février fevrier févr februar feber febrero febbraio februari fevereiro февраль февраля феврале фев",
    "march mar mars märz maerz mär marzo maart março март марта марте мар",
    "april apr avril avr abril abr aprile апрель апреля апреле апр",
    "may mai mayo maggio mei maio май мая мае",
    "june jun juin juni junio giugno junho июнь июня июне июн",
    "july jul juillet juil juli julio luglio julho июль июля июле июл",
    "august aug août aout agosto augustus август августа августе авг",
    "september sep sept septembre septiembre settembre setembro set сентябрь сентября сентябре сен сент",
    "october oct octobre oktober okt octubre ottobre outubro октябрь октября октябре окт",
    "november nov novembre noviembre novembro ноябрь ноября ноябре ноя",
    "december dec décembre decembre déc dezember dez diciembre dicembre dezembro dic декабрь декабря декабре дек",
)
WEEKDAYS_WRITTEN = (
    "monday montag lundi lunes понедельник понедельника",
    "tuesday dienstag mardi martes вторник вторника",
    "wednesday mittwoch mercredi miércoles среда среду среды",
    "thursday donnerstag jeudi jueves четверг четверга",
    "friday freitag vendredi viernes пятница пятницу пятницы",
    "saturday samstag sonnabend samedi sábado суббота субботу субботы",
    "sunday sonntag dimanche domingo воскресенье воскресенья",
)
UNITS_WRITTEN = (
    "zero nil none no", "one first once single sole only", "two second twice both pair couple double again",
    "three third thrice triple trio", "four fourth", "five fifth", "six sixth", "seven seventh", "eight eighth",
    "nine ninth", "ten tenth", "eleven eleventh", "twelve twelfth", "thirteen thirteenth", "fourteen fourteenth",
    "fifteen fifteenth", "sixteen sixteenth", "seventeen seventeenth", "eighteen eighteenth", "nineteen nineteenth",
)  # fmt: skip
TENS_WRITTEN = (
    "twenty twentieth", "thirty thirtieth", "forty fortieth", "fifty fiftieth", "sixty sixtieth",
    "seventy seventieth", "eighty eightieth", "ninety ninetieth",
)  # fmt: skip
ORDINALS_WRITTEN = (
    "first premier primero erste ersten первого", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
    "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
MULTIPLIERS_WRITTEN = {
    10: "decade decades",
    12: "dozen dozens",
    14: "fortnight",
    20: "score",
    100: "hundred hundredth hundreds century centuries centenary hundert",
    1_000: "thousand thousandth thousands tausend mille mil тысяча тысячи тысяч тыс",
    1_000_000: "million millionth millions millionen millón millones миллион миллиона миллионов млн mn",
    1_000_000_000: "billion billionth billions milliard milliards milliarde milliarden миллиард миллиардов млрд mrd bn",
}


def _words(written: str) -> frozenset[str]:
    return frozenset(written.split())


# words by which a language shows itself; those that a language shares of which nothing is read are left out
ENGLISH = _words(
    "the and of from for with by at on his her its our their he she it they this these which that who when where "
    "during between until over than more after before through were is are had has been"
)
OTHERS = _words(
    "in date les des est dans avec et sur qui und das mit von dem ist im los las y por с по из года году год который"  # noqa: RUF001 - Russian
)
RELATIVE = _words(  #: words by which a passage dates itself only against another date
    "yesterday today tomorrow tonight gestern heute hier aujourd demain ayer hoy вчера сегодня завтра"
)
NEAR = _words("ago last next previous preceding following same this that later earlier after before coming")
NEARBY = {  #: how much of a date they leave open: the year, the month too, the day too
    "year": 1, "years": 1, "month": 2, "months": 2, "spring": 2, "summer": 2, "autumn": 2, "winter": 2,
    "week": 3, "weeks": 3, "day": 3, "days": 3,
}  # fmt: skip
VAGUE = _words(
    "early mid middle late beginning end first second latter half quarter spring summer autumn fall winter "
    "week weekend turn around about anfang ende mitte début fin principios finales начале конце"
)
FRACTIONS = _words("half halves quarter quarters thirds fifths tenths")
CENTURY = ("centur", "jahrhundert", "siècle", "siecle", "siglo", "век", "столет")
WORD = re.compile(r"[^\W\d_]+")


def _numbered(written: Iterable[str], start: int) -> dict[str, int]:
    return {word: number for number, words in enumerate(written, start) for word in words.split()}


MONTHS: Mapping[str, int] = _numbered(MONTHS_WRITTEN, 1)
WEEKDAYS: Mapping[str, int] = _numbered(WEEKDAYS_WRITTEN, 0)
UNITS: Mapping[str, int] = _numbered(UNITS_WRITTEN, 0)
TENS: Mapping[str, int] = {word: 10 * ten for word, ten in _numbered(TENS_WRITTEN, 2).items()}
ORDINALS: Mapping[str, int] = _numbered(ORDINALS_WRITTEN, 1) | {"thirtieth": 30}
MULTIPLIERS: Mapping[str, int] = {word: by for by, words in MULTIPLIERS_WRITTEN.items() for word in words.split()}
SHARED = _words("no none nil once six single sole second pair couple double triple trio")  #: with other languages
TELLING = frozenset({*UNITS, *TENS}) - SHARED
MONTH_NAMES = tuple(words.split()[0].capitalize() for words in MONTHS_WRITTEN)
WEEKDAY_NAMES = tuple(words.split()[0].capitalize() for words in WEEKDAYS_WRITTEN)


def any_of(words: Iterable[str]) -> str:
    """Return the regular expression that matches any of `words`, longest first.

    Beginnings that words share stand in it once: of some hundred words, an engine that goes back to try the next one
    reads four times as fast.
    """
    endings: dict[str, set[str]] = {}
    for word in words:
        endings.setdefault(word[:1], set()).add(word[1:])
    ends = endings.pop("", None) is not None
    several = [re.escape(letter) + any_of(rest) for letter, rest in sorted(endings.items())]
    if not several or (len(several) == 1 and not ends):
        return "".join(several)
    return f"(?:{'|'.join(several)}){'?' if ends else ''}"


@dataclass(frozen=True, slots=True)
class Text:
    """A passage, made ready to be read.

    Args:
        written: the passage, in Unicode's compatibility form.
    """

    written: str
    low: str  #: without capitals, white space folded
    listed: list[str]  #: its words, in order
    words: frozenset[str]

    @classmethod
    def of(cls, passage: str) -> "Text":
        """Make a passage ready."""
        written = unicodedata.normalize("NFKC", passage)
        low = " ".join(written.casefold().split())
        listed = WORD.findall(low)
        return cls(written, low, listed, frozenset(listed))

    @property
    def english(self) -> bool:
        """Whether its words are English, as far as they show; digits alone are in all languages."""
        return not self.words or not self.words.isdisjoint(ENGLISH) or not self.words.isdisjoint(TELLING)

    @property
    def readable(self) -> bool:
        """Whether it is in a language in which dpkit reads dates."""
        return self.english or not self.words.isdisjoint(OTHERS) or not self.words.isdisjoint(MONTHS)
