"""Ordinals at the head of a block: "4.", "第九条", "(a)", "Article 5", "المادة ٣".

A label is looked at apart from the words that follow, so that a clause that is only renumbered is
known for the same clause.
"""

from __future__ import annotations

import re
import unicodedata

import regex

_HAN_NUMERAL = "一二三四五六七八九十百千〇零两壹贰叁肆伍陆柒捌玖拾"
_NUMBERED_WORD = (
    r"(?:Article|Section|Clause|Chapter|Part|Annex|Appendix|Schedule|Exhibit"
    r"|Artikel|Abschnitt|Ziffer|Kapitel|Teil|Anhang|Anlage"
    r"|Chapitre|Partie|Annexe|Artículo|Sección|Cláusula|Capítulo|Anexo|Articolo|Sezione|Allegato"
    r"|Artigo|Seção|Статья|Раздел|Пункт|Глава|Приложение|Стаття|Розділ"
    r"|المادة|البند|القسم|الفصل|الملحق|סעיף|פרק)"
)
_QUOTES = "\"'“”„«»‘’‹「『《〈【（＂"
_NUMBER = r"(?:\p{Nd}+(?:[.．]\p{Nd}+)*|[IVXLC]+|[A-Z])"

_LABEL = regex.compile(
    rf"""
      (?:[*_]{{1,3}})?                                   # an emphasised label
      (?P<label>
          第\s*[{_HAN_NUMERAL}\p{{Nd}}]+\s*[条條章节節款项項编編部分号號回]
        | 제\s*\p{{Nd}}+\s*[조장절항]
        | (?:附件|附录|附錄|附則|別紙|别纸)\s*[{_HAN_NUMERAL}\p{{Nd}}]+
        | (?i:{_NUMBERED_WORD})\s+{_NUMBER}(?![\w])[.:)：．]?
        | §+\s*\p{{Nd}}+[a-z]?(?:[.]\p{{Nd}}+)*[.:)]?
        | (?!\[[xX]\])[（(【［\[]\s*        # neither a ticked box nor a link
          (?:\p{{Nd}}{{1,3}}|[{_HAN_NUMERAL}]{{1,4}}|[a-zA-Z]|[ivxlc]{{1,5}})\s*
          (?:[)）】］]|\](?![\[(:]))
        | \p{{Nd}}{{1,3}}(?:\.\p{{Nd}}{{1,3}})*(?:\\?[.．)）、](?=\s|[^\s\p{{Nd}}]))
        | \p{{Nd}}{{1,3}}(?:\.\p{{Nd}}{{1,3}})+(?=\s+(?:[\p{{Lu}}\p{{Lo}}¿¡*\[({_QUOTES}]|\{{\{{))
        | [{_HAN_NUMERAL}]{{1,4}}[、．.]
        | (?:[ivxlc]{{1,5}}|[IVXLC]{{1,5}}|[a-zA-Z])\\?[.)）、](?=\s)
        | [①-⑳㈠-㈩⑴-⒇Ⅰ-Ⅻ][.、．]?
      )
    """,
    regex.VERBOSE,
)
# "2 Data we collect": a bare number is a label in a heading only.
_BARE_IN_HEADING = regex.compile(r"(?P<label>\p{Nd}{1,2})(?=\s+\p{L})")

# "Article 5 of the Regulation applies", 第三条规定的…: a sentence that begins by naming another
# clause. What is said of it goes on in small letters, or with a particle.
_HAN_COUNTER = "[条條章节節款项項编編部分号號]"
_IS_REFERENCE = regex.compile(
    rf"""
      (?<![.:)：．）】\]])(?<!{_HAN_COUNTER})\s+(?:\p{{Ll}}(?![.)])|Abs(?:atz\b|\.)|Satz\b|Nr\.)
    | (?<=[조장절항])(?:[가-힣]|\s+제\s*\p{{Nd}})
    | \s+(?:من|أعلاه|المذكورة?|المشار|של|לחוק|לעיל)(?!\p{{L}})
    | (?<={_HAN_COUNTER})(?:
          [的をはが] | [之の](?![\p{{Nd}}{_HAN_NUMERAL}]) | に(?:定|よ|基|規|従|該|お)
        | 所[述称稱列规規定载載指] | 中[的所规規述] | [规規约約]定
        | [至和或与與及、]?第[\p{{Nd}}{_HAN_NUMERAL}]+{_HAN_COUNTER}
      )
    """,
    regex.VERBOSE,
)


# A head that can hold no ordinal: a word that is not of the numbered ones, with more behind it; Han
# and kana that no ordinal begins with. Most are told by it, at a tenth of the cost.
_UNNUMBERED = re.compile(
    rf"(?!(?:{_NUMBERED_WORD.removeprefix('(?:')}\b)"
    rf"(?:[A-Za-z]{{2,}}[ ,'’]|[ぁ-ヿ]|(?![{_HAN_NUMERAL}第附別别])[\u4e00-\u9fff])",
    re.IGNORECASE,
)


def is_unnumbered(source: str, start: int, end: int) -> bool:
    """Whether the text between two offsets certainly begins with no ordinal."""
    return _UNNUMBERED.match(source, start, end) is not None


def find_label(body: str, *, is_heading: bool) -> tuple[int, int] | None:
    """Where the ordinal at the head of a block's text lies (start, end), or None."""
    normal = unicodedata.normalize("NFC", body)
    match = _LABEL.match(normal) or (_BARE_IN_HEADING.match(normal) if is_heading else None)
    if match is None or (not is_heading and _names_a_clause(match)):
        return None
    start, end = match.span("label")
    return (start, end) if normal == body else (start, _end_in(body, start, match["label"]))


def _names_a_clause(match: regex.Match[str]) -> bool:
    """Whether an ordinal does not number its block, but begins a sentence about another one."""
    is_named = match["label"][:1].isalpha() or match["label"].startswith("§")
    return is_named and _IS_REFERENCE.match(match.string, match.end()) is not None


def _end_in(body: str, start: int, label: str) -> int:
    """Where a label ends in a text that writes it in another normal form."""
    end = start + len(label)
    while end < len(body) and unicodedata.normalize("NFC", body[start:end]) != label:
        end += 1
    return end
