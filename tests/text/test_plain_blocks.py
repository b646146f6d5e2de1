"""Blocks read line by line are those of the parser of record, or none."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from publisher.text.lines import LineTable
from publisher.text.plain_blocks import plain_leaves
from publisher.text.stretches import parse_stretch
from tests.text.drawn import any_texts

_INDENTS = ("", "", "", "", " ", "  ", "   ", "    ", "     ", "      ", "\t", " \t")
_MARKERS = (
    "", "", "", "* ", "- ", "+ ", "1. ", "2. ", "3) ", "1) ", "*  ", "-     ", "1.   ", "# ",
    "## ", "#### ", "1. # ", "* ## ", "> ", "* - ", "2.", "*", "**", "_", "***",
)  # fmt: skip
_WORDS = (
    "we keep", "我们 收集", "**b** x", "_i_", "[l](u) t", "{{title}}", "{: #id }", "a {: #b } ",
    "<u>a</u> b", '<a id="x"></a>', '<a id="x>y"> ', "</a> b", "<span>", "##x", "---", "_____",
    "x #", "#", "(a) of", "1.2 z", "第一条 甲", "a | b", "-", "===", ", d", "“q”", "•x", "\u3000y",
    "z  ", "z\\", "`c`", "| a |", "[a]: b", "[^1]: n", "<div>", "2024年", "{ .c }", "\x1f", "~~~",
)  # fmt: skip
_lines = st.tuples(
    st.sampled_from(_INDENTS), st.sampled_from(_MARKERS), st.sampled_from(_WORDS)
).map("".join) | st.sampled_from(("", "  ", "\t"))
_plain_texts = st.tuples(st.lists(_lines, max_size=8), st.sampled_from(("\n", "\r\n", "\r"))).map(
    lambda drawn: drawn[1].join(drawn[0])
)


def assert_read_alike(text: str) -> None:
    read = plain_leaves(LineTable(text))
    if read is not None:
        of_record = parse_stretch(LineTable(text))
        assert read == (of_record.leaves, of_record.group_count)


@given(_plain_texts | any_texts())
@example("1. a\n     * b")
@example("* a\n\n  b\n\n c")
@example("* a\n1. b\n\n  c")
@example("* a\n2. b")
@example("\ufeff# a\n---\nb")
@example("* # a\n\n\t1. b\n\n   c")
def test_what_is_read_line_by_line_is_what_the_parser_of_record_reads(text: str) -> None:
    assert_read_alike(text)


@pytest.mark.parametrize(
    "text",
    [
        "# Data we collect {: #collect }\n\nWords,\nand more.\n{: .note }\n",
        "We collect:\n\n* names\n* __dates__:\n    1. of birth\n    2. of use\n\n  and\n* rest\n",
        "1. #### Use\n\n    These terms govern your use.\n\n    * all of it\n2. #### End\n",
        "##第一条\n\n---\n\n1.我们收集\n",
        '\ufeff## <span class="name">Us</span>\r\n\r\n* <u>one</u> item\r\n\r\n\tits words\r\n',
        "{{title}} is who we are.\n\n{: #who }\n",
    ],
)  # fmt: skip
def test_headings_paragraphs_and_lists_are_read_line_by_line(text: str) -> None:
    assert plain_leaves(LineTable(text)) is not None
    assert_read_alike(text)


@pytest.mark.parametrize(
    "text", ["", "\n", "> a", "| a |\n|---|", "a\n---", "<div>\n", "* * *", "1. 2. a", "[a]: b"]
)
def test_anything_else_is_left_to_the_parser_of_record(text: str) -> None:
    assert plain_leaves(LineTable(text)) is None
