"""Ordinals at the head of a block: "4.", "第九条", "(a)", "Article 5", "المادة ٣".

A label is looked at apart from the words that follow, so that a clause that is only renumbered is
known for the same clause.
"""

from __future__ import annotations

import regex

_HAN_NUMERAL = "一二三四五六七八九十百千〇零两壹贰叁肆伍陆柒捌玖拾"
_NUMBERED_WORD = (
    r"(?:Article|Section|Clause|Chapter|Part|Annex|Appendix|Schedule|Exhibit"
    r"|Artikel|Abschnitt|Ziffer|Kapitel|Teil|Anhang|Anlage"
    r"|Chapitre|Partie|Annexe|Artículo|Sección|Cláusula|Capítulo|Anexo|Articolo|Sezione|Allegato"
    r"|Artigo|Seção|Статья|Раздел|Пункт|Глава|Приложение|Стаття|Розділ"
    r"|المادة|البند|القسم|الفصل|الملحق|סעיף|פרק)"
)
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
        | \p{{Nd}}{{1,3}}(?:\.\p{{Nd}}{{1,3}})+(?=\s+[\p{{Lu}}\p{{Lo}}"“「『*\[])
        | [{_HAN_NUMERAL}]{{1,4}}[、．.]
        | (?:[ivxlc]{{1,5}}|[IVXLC]{{1,5}}|[a-zA-Z])\\?[.)）、](?=\s)
        | [①-⑳㈠-㈩⑴-⒇Ⅰ-Ⅻ][.、．]?
      )
    """,
    regex.VERBOSE,
)
# "2 Data we collect": a bare number is a label in a heading only.
_BARE_IN_HEADING = regex.compile(r"(?P<label>\p{Nd}{1,2})(?=\s+\p{L})")


def find_label(body: str, *, is_heading: bool) -> tuple[int, int] | None:
    """Where the ordinal at the head of a block's text lies (start, end), or None."""
    match = _LABEL.match(body) or (_BARE_IN_HEADING.match(body) if is_heading else None)
    if match is None:
        return None
    return match.span("label")
