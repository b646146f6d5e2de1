"""Markdown as hypothesis draws it: every construct that a policy may hold, broken ones too."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = (
    "我们", "不会", "出售", "您的", "个人信息", "。", "，", "：", "（", "）", "“", "”", "三个月",
    "2022年7月", "we", "don't", "sell", "data", "within", "30 days", ".", ",", "July 4, 2022",
    "5%", "$10.00", "データ", "ﾃﾞｰﾀ", "を", "개인정보", "المادة", "٣٠", "شِرْكَة", "שָׁלוֹם", "दिन्",
    "Straße", "e\u0301", "é", "👨\u200d👩\u200d👧", "🇩🇪", "👍🏽", "1️⃣", "①", "²", "Ａ１",
    "{{title}}", "{{ siteDomain }}", "{{", "}}", "a@b.example", "abuse@{{siteDomain}}",
    "https://example.com/a_(b)?c=1#d", "第九条", "\u200b", "\u00ad", "\u2028", "\u0085", "\u202e",
    "\0", "\x02", "\ufeff", "\u3000", "\u00a0",
)  # fmt: skip
MARKUP = (
    "*", "**", "***", "_", "__", "~~", "`", "``", "[", "]", "](", ")", "](/terms)", "![", "![](",
    "<", ">", "<b>", "</b>", "<br>", "<!--", "-->", "<script>", "</td>", '<a href="/x">', "</a>",
    "&amp;", "&nbsp;", "&#x3c;", "&", "\\", "\\*", "\\|", "|", "^", "[^1]", "[^1]:", "[ref]",
    "[ref]:", "[x][ref]", "{:", "}", "{: #id }", "{:.note}", "{ #id .class }",
    '{: datetime="2026-05-04" }', "<https://example.com>", "https://", "#", "##", ":", "-", "+",
    "=", "1.", "2)", "\t",
)  # fmt: skip
LINE_STARTS = (
    "# ", "## ", "### ", "####### ", "#", "- ", "* ", "+ ", "*       ", "• ", "1. ", "12) ",
    "1234567890. ", "> ", ">", ">> ", "    ", "  ", "\t", " \t", "   ", ": ", ":   ", "~ ", "| ",
    "|", "```", "~~~", "---", "***", "_ _ _", "===", "--", "[^1]: ", "[ref]: ", "[x]: /y",
    "<div>", "</div>", "<table>", "<td>", "<!-- ", "第一条 ", "第9条、", "(a) ", "（一）",
    "4\\. ", "Article 5. ", "\u3000\u3000", "\\", "{: ", "&", "\x0b", "\x0c", "- - ", "1. - ",
    "> - ", "- > ", "-\t", "- # ", "- ---", "> ```", "- ```", "| a | b |", "|-", "|--|--|",
    ":--|--:", "---|", "  - ", "    - ", "   1. ", "\ufeff", "\ufeff# ",
)  # fmt: skip

pieces = st.sampled_from(WORDS) | st.sampled_from(MARKUP)
_inline = st.lists(st.tuples(pieces, st.sampled_from(("", "", " ", "  "))), max_size=6).map(
    lambda drawn: "".join(piece + space for piece, space in drawn)
)
_line = st.tuples(st.lists(st.sampled_from(("", *LINE_STARTS)), max_size=2), _inline).map(
    lambda drawn: "".join(drawn[0]) + drawn[1]
)

BLOCKS = (
    "# 隐私政策 {: #privacy }", "标题\n===", "Heading\n---", "## 一、概述 ##", "段落一\n接着写。",
    "first line  \nsecond line", "one\\\ntwo", "* 甲\n* 乙\n    * 丙\n\n* 丁",
    "1. a\n2. b\n\n   more\n3. c", "*       • 请求…", "> 引用\n> 第二行\n>\n> - 项\n惰性",
    "- > quote\n  > more", "> > 深\n> 浅",
    "| 甲 | 乙 |\n|---|:-:|\n| 1 | 2 | 3 |\n| \\| | `a\\|b` |\n| x", "a | b\n--|--\n1 | 2",
    "- | a | b |\n  |---|---|\n  | 1 | 2 |", "> | a |\n> |---|\n> | 1 |", "```\ncode\n# no\n```",
    "<table>\n<tr><td>甲<br>乙</td><td><b>丙</b></td></tr>\n</table>", "<div>\n\ntext\n\n</div>",
    '<p id=x>Words <a href="/y">there</a></p>', "<!-- hidden\n\nstill -->",
    "<ul>\n<li>one\n<li>two\n</ul>", "> <table>\n> <tr><td>甲\n> 乙</td></tr>\n> </table>",
    "- <div>x</div>", "<style>\np {}\n</style>", "text[^1]\n\n[^1]: 脚注\n    继续",
    "[^1]: a\n\n    second\n\n[^2]: b", "术语\n: 定义\n: 又一个\n\nterm\n\n:   loose",
    '[ref]: https://example.com "title"', "[text][ref] and [ref]", "text\n{: #id }",
    'text {: datetime="2018-05-55" }', "***", "- - -", "第一条 范围\n\n第二条 定义",
    "1\\. 不是列表", "(a) first\n(b) second", "\u3000\u3000缩进段落",
    "- # heading in item\n\n  text", "- a\n\n\n- b", "- [ ] task\n- [x] done", "{{title}}",
    "> ~~~\n> code\n> ~~~",
)  # fmt: skip
ODD_BLOCKS = (
    "~~~ text\nopen", "    indented", "<script>\nx\n</script>", "[ref]: <>\n[x]: /y\ntext",
    "{: .warning }", "-\n\n  text", "1.\n2. x", "term\n:", ": no term", "|", "|-|", "<", "<a",
    "<a href='", "](", "\\", "<!--", "<ul>\n<li>one", "\u3000", "=", "\u2028", "> " * 70 + "deep",
)  # fmt: skip
FRONT_MATTERS = (

    '---\ntitle: 隐私政策\nrevised: 2022-07\nsummary:\n  - 甲\n  - "乙: 丙"\nmaterial: true\n---\n',
    "---\ntitle: >\n  folded\n  words\n...\n", "---\n---\n", "---\ntitle: [a, b\n---\n",
    "---\ntitle: &x a\nsummary: *x\n---\n", "---\nnot yaml at all\n---\n",
    "---\ntitle: a\ntitle: b\n---\n", "---\ntitle: {a: b}\n---\n", "---\ntitle:\n---\n",
    "---\ntitle: a\n", "---\n\n# a rule, then text\n", "--- \n# comment\ntitle: 'it''s'\n---\n",
    '---\ntitle: "a\\\n  b"\n---\n', '---\nsummary: ""\n---\n', "---\n\ttitle: a\n---\n",
    "---\ntitle: a\u2028b\n---\n", "---\ntitle: \x02\n---\n",
)  # fmt: skip
_odd_block = (
    st.sampled_from(BLOCKS)
    | st.sampled_from(ODD_BLOCKS)
    | st.lists(_line, min_size=1, max_size=4).map("\n".join)
)
_gap = st.sampled_from(("\n", "\n\n", "\n\n\n", "\n \n", "\n\t\n"))
_containers = st.sampled_from(("> ", "- ", "    ", "  "))
_line_ends = st.sampled_from(("\n", "\r\n", "\r"))
line_starts = st.sampled_from(LINE_STARTS)


@st.composite
def any_texts(draw: st.DrawFn, *, max_blocks: int = 6) -> str:
    """A text of whatever a person may have left in a file."""
    text = draw(st.sampled_from(("", "", "", *FRONT_MATTERS)))
    for block in draw(st.lists(_odd_block, max_size=max_blocks)):
        lines = block.split("\n")
        if draw(st.integers(0, 5)) == 0:
            lines = [draw(_containers) + line for line in lines]
        text += "\n".join(lines) + draw(_gap)
    if draw(st.booleans()):
        text = text.rstrip("\n")
    if draw(st.integers(0, 3)) == 0:
        text = "".join(line + draw(_line_ends) for line in text.split("\n"))
    else:
        text = text.replace("\n", draw(_line_ends))
    return draw(st.sampled_from(("", "", "", "\ufeff"))) + text


@st.composite
def sound_texts(draw: st.DrawFn) -> str:
    """A text of well-formed blocks with blank lines between them, in any line ends."""
    blocks = draw(st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=5))
    text = draw(st.sampled_from(("", FRONT_MATTERS[0]))) + "\n\n".join(blocks)
    text += draw(st.sampled_from(("", "\n")))
    return draw(st.sampled_from(("", "\ufeff"))) + text.replace("\n", draw(_line_ends))
