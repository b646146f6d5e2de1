"""How tokens are told apart: the expressions that `tokens` reads a text by.

Groups of TOKEN and FRAME are named for what they match; which kind of token that is, `tokens` says.
"""

from __future__ import annotations

import regex

from publisher.text.blocks import ATTRIBUTE_LIST
from publisher.text.dates import BLANK, DATE_PATTERN

_UNSPACED = (
    r"\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}ーｰ々〆〇"
    r"\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}"
)
_HAN_NUMERAL = "一二三四五六七八九十百千万萬億亿两兩零〇半壹贰叁肆伍陆柒捌玖拾"
_UNIT = (
    r"(?:个|個|箇|か|ヶ|カ|ケ)?(?:工作日|营业日|營業日|営業日|自然日|月|年|周岁|週歲|周歲|歳|岁|歲|才|"
    r"日|天|周|週|星期|小时|小時|時間|分钟|分鐘|分|秒|季度|元|人民币|[万萬亿億]元|[万億]?円|美元|欧元|"
    r"倍|次|回|名|人|条|條|项|款|份|"
    r"영업일|개월|주일|시간|일|월|년|세|주|분|초|회|명|건|[천만억]?원|퍼센트)(?:間|间|간)?"
)
# 百分之五, 3分の1: what stands before the numeral belongs to it.
_FIGURES = rf"[{_HAN_NUMERAL}\p{{Nd}}]+"
_FRACTION = rf"{_FIGURES}{BLANK}*+分[之の]{BLANK}*+{_FIGURES}(?:[点點.]{_FIGURES})?"
# "10 000" of French and Russian: a blank parts the thousands.
_DIGITS = (
    rf"(?:\p{{Nd}}{{1,3}}(?:{BLANK}++\p{{Nd}}{{3}})+(?!\p{{Nd}})|\p{{Nd}}+)(?:[.,:/٫٬]\p{{Nd}}+)*"
)
_CURRENCY = r"(?:USD|EUR|GBP|CNY|RMB|JPY|RUB|CHF|HKD|TWD|KRW|INR|CAD|AUD)"
# Case is folded letter by letter, (?i-f:): full folding takes longer to compile at every start.
_SPACED_UNIT = (
    rf"(?:%|％|‰|°C?|[€$£¥￥₽]|{_CURRENCY}(?![\p{{Latin}}])|"
    rf"(?i-f:(?:business|calendar|working){BLANK}++(?:days?|hours?)|days?|weeks?|months?|years?|"
    r"hours?|minutes?|seconds?|"
    r"(?:Geschäfts|Werk|Kalender|Arbeits)?tage?n?|wochen?|monate?n?|jahre?n?|stunden?|minuten?|"
    rf"jours?(?:{BLANK}++ouvrés)?|semaines?|mois|ans?|années?|heures?|euros?|dollars?|"
    r"дн(?:я|ей|ь)|недел[ьяи]|месяц(?:а|ев)?|лет|год(?:а|ов)?|час(?:а|ов)?|рублей|"
    r"días?|meses|mes|años?|semanas?|horas?|giorni|giorno|mesi|mese|anni|anno|dias?|anos?|"
    r"dag(?:en)?|weken|maand(?:en)?|jaar|uur|dni|tygodni|miesięcy|lat|gün|yıl|hari|bulan|tahun|"
    rf"(?:ngày(?:{BLANK}++làm{BLANK}++việc)?|tuần|tháng|năm|giờ|phút)(?!{BLANK}*+\p{{Nd}})|"
    r"दिन(?:ों)?|सप्ताह|महीने|महीनों|वर्ष(?:ों)?|घंटे|घंटों|"
    r"kb|mb|gb|tb|km|kg)(?![\p{Latin}\p{Cyrillic}])|"
    r"(?:أيام|يوما|يومًا|يوماً|يوم|أسابيع|أسبوعا|شهرا|شهرًا|شهراً|أشهر|شهر|"
    r"سنوات|سنة|عاما|عامًا|عاماً|أعوام|ساعة|ساعات|"
    r"ימים|יום|שבועות|חודשים|חודש|שנים|שנה|שעות)(?!\p{L})|วัน|สัปดาห์|เดือน|ปี|ชั่วโมง|นาที)"
)
_ERA_START = "令平昭民"  # what the name of an era, and so a date, may begin with
_HOLE = r"\{\{[^{}\r\n]{1,64}\}\}"

_DATE = regex.sub(r"\?P<\w+>", "?:", DATE_PATTERN)

# What belongs to the character before it, whatever that is.
_EXTENDING = r"[\p{GCB=Extend}\p{GCB=SpacingMark}\p{GCB=ZWJ}]"

# A word that can be no part of a date, an address, a quantity or a longer word.
_PLAIN_WORD = (
    r"[A-Za-zÀ-ÖØ-öø-ÿА-яЁё]++"
    rf"(?![\w\p{{M}}@'’ʼ/+%\u200c\u200d-]|\*innen?\b|[.:]\S|\.?,?{BLANK}++(?:de{BLANK}++)?\d)"
)

TOKEN = regex.compile(
    rf"""
    (?:
      (?P<space>(?:[\s\ufeff]|&nbsp;)+)
    # A short way for most of a text: words and marks that can be nothing else.
    | (?P<words>{_PLAIN_WORD}(?:[ ]{_PLAIN_WORD})*+)
    | (?P<mark>
        (?:[，、；：,;！？?（）()“”"《》「」『』]|!(?!\[)|\.(?!\.)|。(?!。))(?![\p{{M}}\u200d\ufe0f]))
    | (?P<han>(?:(?![{_HAN_NUMERAL}第{_ERA_START}])[一-鿿ぁ-ゖァ-ヺー])+(?!\p{{M}}))
    | (?P<placeholder>{_HOLE}(?![\w.-]*@))
    | (?P<attributes>{ATTRIBUTE_LIST.pattern})
    | (?P<brace>[{{}}](?![\p{{M}}\u200d\ufe0f]))
    | <(?P<autolink>[A-Za-z][A-Za-z0-9+.-]{{1,31}}:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>
    | (?P<tag><!--.*?-->|</?[A-Za-z](?:[^<>"']|"[^"]*"|'[^']*')*>)
    | (?P<opened>\]\((?!{_EXTENDING}))
        (?P<target>(?:<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*))(?P<closed>\))?
    | (?P<note>\[\^[^\]\[\s]{{1,64}}\])
    | (?P<link>!?\[(?!\d*\^)|\](?:\[[^\[\]\n]*\])?)
    | (?P<date>(?=[\p{{Nd}}\p{{L}}])(?i-f:{_DATE}))
    | (?P<ordinal>第{BLANK}*+[{_HAN_NUMERAL}\p{{Nd}}]+{BLANK}*+[条條章节節款项項编編部分号號]
        |(?<!\p{{L}})제{BLANK}*+\p{{Nd}}+{BLANK}*+[조장절항호])
    | (?P<fraction>(?<![第{_HAN_NUMERAL}\p{{Nd}}]){_FRACTION})
    | (?P<number>(?:(?<!\p{{L}}){_CURRENCY}{BLANK}*+|[$€£¥￥]{BLANK}*+
          |(?<![[\p{{L}}\p{{Nd}}]--[{_UNSPACED}]])(?<!第)){_DIGITS}
        (?:{BLANK}*+(?:{_SPACED_UNIT}|{_UNIT})
         |(?:st|nd|rd|th)(?!\p{{Latin}})|(?![\p{{Latin}}\p{{Cyrillic}}]))
        (?![\p{{M}}\u200d\ufe0f]))
    | (?P<han_number>(?<![第{_HAN_NUMERAL}])[{_HAN_NUMERAL}]+{_UNIT})
    | (?P<email>[A-Za-z0-9._%+-]{{1,64}}@(?:[A-Za-z0-9-]|{_HOLE})+(?:\.(?:[A-Za-z0-9-]|{_HOLE})+)*)
    | (?P<url>(?:https?://|www\.)(?:{_HOLE}|[^\s<>"'`*{{}}()\[\]\p{{Han}}\p{{Hiragana}}\p{{Katakana}}，。；：、（）「」《》])*
        (?:{_HOLE}|[^\s<>"'`*{{}}()\[\]\p{{Han}}\p{{Hiragana}}\p{{Katakana}}，。；：、（）「」《》.,;:!?]))
    | (?P<unspaced>(?=[{_UNSPACED}])\X)
    | (?P<word>(?:[[\p{{L}}\p{{M}}\p{{Nd}}]--[{_UNSPACED}]])+
        (?:(?:['’ʼ.\u200c\u200d]|[:*](?=innen?\b))(?:[[\p{{L}}\p{{M}}\p{{Nd}}]--[{_UNSPACED}]])+)*{_EXTENDING}*)
    | (?P<emphasis>(?!(?<=\s)[*_]+\s)(?:\*{{1,3}}|_{{1,3}}|~~))  # a star between blanks is text
    | (?P<code>`+)
    | (?P<escape>\\(?=[!-/:-@\[-`{{-~]))
    | (?P<punctuation>(?P<run>[.。·…—–―\-‐])(?P=run)*|\p{{P}}(?!\p{{M}}|\u200d|\ufe0f))
    )(?!{_EXTENDING})
    | (?P<other>\X)
    """,
    regex.VERBOSE | regex.V1 | regex.DOTALL,
)
FRAME = regex.compile(
    r"(?P<space>[\s\ufeff>]+)"
    r"|(?P<heading>\#{1,6}(?=\s|$))"
    r"|(?P<underline>(?<=[\r\n])(?:=+|-+)(?=\s|$))"
    r"|(?P<bullet>[-+*](?=\s|$))"
    r"|(?P<delimiter>\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)+(?=\r|\n|$))"
    r"|(?P<ordered>[0-9]{1,9}[.)](?=\s|$))"
    rf"|(?P<attributes>{ATTRIBUTE_LIST.pattern})"
    r"|(?P<tag><!--.*?-->|</?[A-Za-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)"
    r"|(?P<bar>\|)"
    r"|(?P<other>[^\s]+?(?=[\s<{|]|$))",
    regex.V1 | regex.DOTALL,
)
HREF = regex.compile(
    r"""(?P<head>.*?\b(?:href|src)\s*=\s*["']?)(?P<target>[^"'\s>]+)(?P<tail>.*)""", regex.DOTALL
)
# "##标题": no heading in CommonMark, but one to every other eye.
HASHES = regex.compile(r"\#{1,6}(?=[^\s#])")
# "*甲", "-甲": no item in CommonMark, but one to every other eye; nor is it emphasis, none ends it.
STAR = regex.compile(r"\*(?=[^\s*][^*]*+$)|-(?=[^\s\p{Nd}-])")
# "[terms]: https://example.com": what a link by reference leads to.
DEFINITION = regex.compile(r"\[[^\]\r\n]+\]:[ \t]*(?P<target><[^<>\r\n]*>|\S+)")
# No address, which is only a link's target.
BEGINS_WITH_A_WORD = regex.compile(r"(?!https?:|www\.|\S*@)\p{L}", regex.IGNORECASE)
EMPHASIS_TAG = regex.compile(r"</?(?:b|i|em|strong|u|mark)\s*>", regex.IGNORECASE)
