"""Numbers as words: Han numerals, and the numerals of languages that spell small numbers out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "○": 0, "两": 2, "兩": 2, "壹": 1, "贰": 2, "貳": 2, "叁": 3, "參": 3, "肆": 4,
    "伍": 5, "陆": 6, "陸": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_HAN_POWERS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_HAN_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_LONGEST_NUMERAL = 40  # characters: no number is longer, and a run of them may be
HAN_NUMERALS = "".join((*_HAN_DIGITS, *_HAN_POWERS, *_HAN_MYRIADS))

# What multiplies the digits before it.
MULTIPLIERS: Mapping[str, int] = _HAN_MYRIADS | {
    "千": 10**3, "백만": 10**6, "만": 10**4, "억": 10**8,
    "thousand": 10**3, "million": 10**6, "billion": 10**9,
    "tausend": 10**3, "millionen": 10**6, "mio": 10**6, "milliarden": 10**9,
    "mille": 10**3, "millions": 10**6, "millones": 10**6, "milioni": 10**6, "milhões": 10**6,
    "тысяч": 10**3, "тысячи": 10**3, "миллионов": 10**6, "миллиона": 10**6,
    "ألف": 10**3, "آلاف": 10**3, "مليون": 10**6, "ملايين": 10**6,
}  # fmt: skip

# From 1 on; a bar parts forms of one number.
_ROWS = {
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty",
    "de": "ein|eins|eine|einem|einen|einer|eines zwei drei vier fünf sechs sieben acht neun zehn"
    " elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig",
    "fr": "un|une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze"
    " seize dix-sept dix-huit dix-neuf vingt",
    "es": "un|uno|una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce"
    " quince dieciséis diecisiete dieciocho diecinueve veinte",
    "it": "un|uno|una due tre quattro cinque sei sette otto nove dieci undici dodici tredici"
    " quattordici quindici sedici diciassette diciotto diciannove venti",
    "pt": "um|uma dois|duas três quatro cinco seis sete oito nove dez onze doze treze"
    " catorze|quatorze quinze dezesseis|dezasseis dezessete|dezassete dezoito dezenove|dezanove"
    " vinte",
    "nl": "een|één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien"
    " vijftien zestien zeventien achttien negentien twintig",
    "ru": "один|одна|одного|одной|одну два|две|двух|двумя три|трех|трёх|тремя"
    " четыре|четырех|четырёх пять|пяти шесть|шести семь|семи восемь|восьми девять|девяти"
    " десять|десяти"
    " одиннадцать|одиннадцати двенадцать|двенадцати тринадцать|тринадцати"
    " четырнадцать|четырнадцати пятнадцать|пятнадцати шестнадцать|шестнадцати"
    " семнадцать|семнадцати восемнадцать|восемнадцати девятнадцать|девятнадцати двадцать|двадцати",
    "ar": "واحد|واحدة اثنان|اثنين|اثنتان|اثنتين ثلاثة|ثلاث أربعة|أربع خمسة|خمس ستة|ست سبعة|سبع"
    " ثمانية|ثماني|ثمان تسعة|تسع عشرة|عشر",
    "ko": "일|한|하나 이|두|둘 삼|세|셋 사|네|넷 오|다섯 육|여섯 칠|일곱 팔|여덟 구|아홉 십|열",
}
_TENS = {
    "en": "thirty forty fifty sixty seventy eighty ninety",
    "de": "dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "fr": "trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix",
    "es": "treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "it": "trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "pt": "trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "nl": "dertig veertig vijftig zestig zeventig tachtig negentig",
    "ru": "тридцать|тридцати сорок|сорока пятьдесят|пятидесяти шестьдесят|шестидесяти"
    " семьдесят|семидесяти восемьдесят|восьмидесяти девяносто|девяноста",
    "ar": "ثلاثون|ثلاثين أربعون|أربعين خمسون|خمسين ستون|ستين سبعون|سبعين ثمانون|ثمانين تسعون|تسعين",
}
_HUNDRED = {
    "en": "hundred", "de": "hundert|einhundert", "fr": "cent", "es": "cien|ciento", "it": "cento",
    "pt": "cem|cento", "nl": "honderd", "ru": "сто|ста", "ar": "مائة|مئة",
}  # fmt: skip
# Between tens and ones: "twenty-four", "vierundzwanzig", "vingt et un", "treinta y uno".
_JOINTS = {
    "en": ("-", " "),
    "fr": ("-", " et ", "-et-"),
    "es": (" y ",),
    "pt": (" e ",),
    "it": ("",),
}
_JOINTS |= {"ru": (" ",)}
_ONES_FIRST = {"de": "und", "nl": "en", "ar": " و"}

# Languages whose spelled numbers are all known here up to a hundred; others are known in part, and
# what is not found in them is doubt, not an error.
WELL_KNOWN = frozenset({"en", "de", "fr", "es", "it", "pt", "nl", "zh", "ja"})


def han_value(numeral: str) -> int | None:
    """The number that a Han numeral means (``三百六十五``, ``二〇二二``); None where it is none."""
    if len(numeral) > _LONGEST_NUMERAL:
        return None
    if len(numeral) > 1 and all(char in _HAN_DIGITS for char in numeral):
        return int("".join(str(_HAN_DIGITS[char]) for char in numeral))
    total = section = digit = 0
    for char in numeral:
        if char in _HAN_DIGITS:
            digit = _HAN_DIGITS[char]
        elif char in _HAN_POWERS:
            section += (digit or 1) * _HAN_POWERS[char]
            digit = 0
        elif char in _HAN_MYRIADS:
            total += (section + digit or 1) * _HAN_MYRIADS[char]
            section = digit = 0
        else:
            return None
    return total + section + digit


@cache
def spelled_numbers(language: str) -> Mapping[str, int]:
    """The words for 1 to 100 that are known in a language, in lower case."""
    words: dict[str, int] = {}
    ones = _table(_ROWS.get(language, ""), first=1, step=1)
    tens = _table(_TENS.get(language, ""), first=30, step=10)
    words |= ones | tens
    words |= dict.fromkeys(filter(None, _HUNDRED.get(language, "").split("|")), 100)
    all_tens = tens | {word: value for word, value in ones.items() if value == 20}
    for ten, ten_value in all_tens.items():
        for one, one_value in ones.items():
            if one_value < 10:
                words.update(
                    (form, ten_value + one_value) for form in _compounds(language, ten, one)
                )
    return words


def _table(row: str, *, first: int, step: int) -> dict[str, int]:
    return {
        form: first + step * place
        for place, forms in enumerate(row.split())
        for form in forms.split("|")
    }


def _compounds(language: str, ten: str, one: str) -> list[str]:
    if language in _ONES_FIRST:
        return [f"{one}{_ONES_FIRST[language]}{ten}"]
    return [f"{ten}{joint}{one}" for joint in _JOINTS.get(language, ())]
