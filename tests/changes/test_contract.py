"""What programs rely on: the JSON of a comparison is as its schema says, and always the same."""

from __future__ import annotations

import json
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import publisher
from publisher.changes import Comparison, compare
from publisher.model.changes import Difference, PairKind
from tests.changes.drawn import Revised, revised_texts


@pytest.fixture(scope="session")
def validator(repository_root: Path) -> Draft202012Validator:
    text = (repository_root / "docs" / "comparison.schema.json").read_text(encoding="utf-8")
    schema = json.loads(text)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def assert_keeps_the_contract(comparison: Comparison, validator: Draft202012Validator) -> None:
    found = comparison.to_dict()
    validator.validate(found)
    assert json.loads(json.dumps(found, ensure_ascii=False)) == found
    for side, parsed in (("old", comparison.old), ("new", comparison.new)):
        places = sorted(
            (place["start"], place["end"]) for pair in found["alignment"] for place in pair[side]
        )
        assert places == [tuple(segment.extent) for segment in parsed.segments]
    changed = [pair for pair in found["alignment"] if pair["kind"] != "same"]
    assert [(c["kind"], c["old"], c["new"]) for c in found["changes"]] == [
        (pair["kind"], pair["old"], pair["new"]) for pair in changed
    ]
    for change in found["changes"]:
        for edit in change["edits"]:
            assert edit["noise"] in (None, edit["difference"])


@given(texts=revised_texts(), locale=st.sampled_from(("zh-Hans", "en", "ja", "ar", "und")))
@settings(max_examples=60)
def test_any_comparison_keeps_the_contract(
    validator: Draft202012Validator, texts: Revised, locale: str
) -> None:
    assert_keeps_the_contract(compare(texts.old, texts.new, locale=locale), validator)


@pytest.mark.corpus
def test_comparisons_of_real_revisions_keep_the_contract(
    corpus: Path, validator: Draft202012Validator
) -> None:
    for folder in sorted(path.parent for path in corpus.glob("*/*/index.jsonl")):
        sources = [file.read_bytes().decode("utf-8") for file in sorted(folder.glob("*.md"))]
        for old, new in list(pairwise(sources))[::9]:
            comparison = compare(old, new, locale=folder.parent.name)
            assert_keeps_the_contract(comparison, validator)


def test_the_schema_knows_every_kind_and_no_other(validator: Draft202012Validator) -> None:
    schema = cast(dict[str, Any], validator.schema)
    definitions = schema["$defs"]
    assert set(definitions["kind"]["enum"]) == {kind.value for kind in PairKind}
    assert set(definitions["difference"]["enum"]) == {None, *(d.value for d in Difference)}
    noise = {difference.value for difference in Difference if difference.is_noise}
    assert set(definitions["noise"]["enum"]) == {None, *noise}


def test_the_package_itself_compares() -> None:
    assert publisher.compare is compare
    assert publisher.compare("甲", "乙", locale="zh-Hans").to_dict()["version"] == 1


@given(revised_texts())
@settings(max_examples=30)
def test_the_same_texts_give_the_same_json(texts: Revised) -> None:
    found = [
        json.dumps(compare(texts.old, texts.new, locale="zh-Hans").to_dict()) for _ in range(2)
    ]
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("甲\n\n乙\n", "甲\r\n\r\n乙\r\n", id="crlf"),
        pytest.param("甲\n\n乙\n", "甲\r\r乙\r", id="cr"),
        pytest.param("甲", "\ufeff甲", id="bom"),
        pytest.param("甲\n", "甲", id="no-newline-at-the-end"),
        pytest.param("é à", unicodedata.normalize("NFD", "é à"), id="nfd"),
        pytest.param("* a\n* b", "- a\n- b", id="bullets"),
        pytest.param("我们保护您的信息", "我们保护\n您的信息", id="wrap-in-chinese"),
        pytest.param("三个月内", "三\n个月内", id="wrap-in-a-number"),
        pytest.param("a b c", "a  b   c ", id="blanks"),
        pytest.param("a\n\nb", "a\n\n\n\nb", id="blank-lines"),
        pytest.param("| a | b |\n|---|---|", "|a|b|\n|-|-|", id="table-spaces"),
        pytest.param("> a\n> b", "> a b", id="wrap-in-a-quote"),
    ],
)
def test_form_alone_is_no_change_to_a_reader(old: str, new: str) -> None:
    for before, after in ((old, new), (new, old)):
        comparison = compare(before, after, locale="zh-Hans")
        assert comparison.changes
        assert comparison.visible_changes == ()
