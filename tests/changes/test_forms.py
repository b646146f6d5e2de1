"""Forms of words are found whole, the longest first, whatever parts their words."""

from __future__ import annotations

import pytest

from publisher.changes.materiality.forms import Forms

ENGLISH = (
    "personal data",
    "personal",
    "third part*",
    "u.s.",
    "opt in",
    "data",
    "anonymi*",
    "and/or",
)
CHINESE = ("个人信息", "个人", "不会", "wi-fi", "ip地址", "ai")


def known(forms: tuple[str, ...], *, spaced: bool) -> Forms[str]:
    made: Forms[str] = Forms(spaced=spaced)
    for form in forms:
        if form.endswith("*"):
            made.add_stem(form.rstrip("*"))
        else:
            made.add(form, form)
    return made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("your personal data.", ["personal data"], id="the-longest"),
        pytest.param("your personal\n  data", ["personal\n  data"], id="over-a-wrap"),
        pytest.param("personally impersonal", [], id="no-part-of-a-word"),
        pytest.param("personal details", ["personal"], id="the-longest-that-is-there"),
        pytest.param("third parties, third-party", ["third parties", "third-party"], id="a-stem"),
        pytest.param("third participation", [], id="too-long-an-ending"),
        pytest.param("anonymised anonymi", ["anonymised", "anonymi"], id="a-stem-alone"),
        pytest.param("the u.s. law, u.s.a", ["u.s."], id="a-mark-at-the-end"),
        pytest.param("opt-in and opt in", ["opt-in", "opt in"], id="a-hyphen-is-a-gap"),
        pytest.param("a and/or b", ["and/or"], id="marks-inside"),
        pytest.param("", [], id="nothing"),
        pytest.param("data " * 3, ["data"] * 3, id="again-and-again"),
    ],
)
def test_forms_of_spaced_words_are_found(text: str, expected: list[str]) -> None:
    found = [text[start:end] for _, start, end in known(ENGLISH, spaced=True).find(text)]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("我们不会收集个人信息", ["不会", "个人信息"], id="inside-a-run"),
        pytest.param("个人资料", ["个人"], id="the-longest-that-is-there"),
        pytest.param("wi-fi、wifi、wi fi", ["wi-fi", "wifi", "wi fi"], id="a-gap-or-none"),
        pytest.param("ai服务, email", ["ai"], id="latin-words-are-whole"),
        pytest.param("ip地址", ["ip地址"], id="latin-and-han"),
    ],
)
def test_forms_of_unspaced_words_are_found(text: str, expected: list[str]) -> None:
    found = [text[start:end] for _, start, end in known(CHINESE, spaced=False).find(text)]
    assert found == expected
