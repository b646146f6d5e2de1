"""What the machine suggests: by which words, with which evidence, and what never tips it."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from publisher import compare
from publisher.changes.materiality import extended_rulebook, rulebook
from publisher.model.changes import Change, Difference, Level, PairKind
from publisher.model.errors import InvalidSourceError

SHIPPED = ("en", "zh-Hans", "zh-Hant", "ja", "de", "ar")
TABLE = Path(__file__).parents[1] / "cases" / "materiality.md"


def rows() -> list[tuple[str, ...]]:
    """The table's rows without its head."""
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if line.startswith("| ")]
    return [tuple(cell.strip() for cell in line.strip("| \n").split("|")) for line in lines[2:]]


def case(row: tuple[str, ...]) -> tuple[str, str, str, str, str]:
    locale, before, after, material, *category = row
    return locale, before, after, material, category[0] if category else ""


@pytest.mark.parametrize(
    ("locale", "before", "after", "material", "category"),
    [pytest.param(*case(row), id=f"{row[0]}-{number}") for number, row in enumerate(rows(), 1)],
)
def test_an_edit_is_suggested_as_the_table_says(
    locale: str, before: str, after: str, material: str, category: str
) -> None:
    found = compare(before, after, locale=locale).materiality
    assert (found.level is Level.MATERIAL) == (material == "yes"), found
    assert not category or category in found.categories


def only(before: str, after: str, locale: str) -> Change:
    (change,) = compare(before, after, locale=locale).changes
    return change


def test_a_reason_names_its_words_and_where_they_stand() -> None:
    before = "# 政策\n\n我们将在**一个月**内删除。\n"
    after = "# 政策\n\n我们将在**三个月**内删除。\n"
    reason = only(before, after, "zh-Hans").materiality.reasons[0]
    assert (reason.rule, reason.evidence.old, reason.evidence.new) == (
        "measure",
        "一个月",
        "三个月",
    )
    assert reason.evidence.old_span is not None
    assert reason.evidence.new_span is not None
    assert reason.evidence.old_span.of(before) == "一个月"
    assert reason.evidence.new_span.of(after) == "三个月"


def test_a_link_s_new_address_is_said_and_not_material() -> None:
    change = only("See [this](https://a.example/1).", "See [this](https://a.example/2).", "en")
    (reason,) = change.materiality.reasons
    assert reason.rule == "link_target"
    assert (reason.evidence.old, reason.evidence.new) == (
        "https://a.example/1",
        "https://a.example/2",
    )
    assert change.materiality.level is Level.IMMATERIAL


def test_what_came_is_judged_by_what_it_says() -> None:
    base = "# Policy\n\nWe run a shop.\n"
    sells = compare(base, base + "\nWe sell your location to advertisers.\n", locale="en")
    thanks = compare(base, base + "\nThank you for your trust!\n", locale="en")
    assert sells.materiality.level is Level.MATERIAL
    assert thanks.materiality.level is Level.IMMATERIAL


def test_a_sentence_that_still_stands_elsewhere_was_not_lost() -> None:
    promise = "We never sell data to anyone at all.\n"
    twice, once = f"# A\n\n{promise}\n# B\n\n{promise}", f"# A\n\n{promise}\n# B\n"
    assert compare(twice, once, locale="en").materiality.level is Level.IMMATERIAL


@pytest.mark.parametrize(
    ("locale", "said", "again"),
    [
        pytest.param(
            "en",
            "We delete your photos after the course has ended.",
            "In short: we delete your photos once the course has ended.",
            id="lead-in",
        ),
        pytest.param(
            "zh-Hans",
            "交易资料仅供帐务与防制洗钱之用。",
            "再次说明：交易资料仅供账务与防制洗钱之用。",
            id="lead-in-unspaced",
        ),
    ],
)
def test_what_is_said_again_in_like_words_adds_nothing(locale: str, said: str, again: str) -> None:
    base = f"# A\n\n{said}\n\n# B\n\nText.\n"
    found = compare(base, f"{base}\n{again}\n", locale=locale).materiality
    assert found.level is Level.IMMATERIAL


@pytest.mark.parametrize("added", ["We sell your photos to publishers.", "We only keep photos."])
def test_what_turns_a_like_clause_is_not_said_again(added: str) -> None:
    base = "# A\n\nWe do not sell your photos to publishers.\n\nWe keep photos.\n"
    found = compare(base, f"{base}\n{added}\n", locale="en").materiality
    assert found.level is Level.MATERIAL


def test_an_item_that_joins_a_list_keeps_its_weight() -> None:
    before = "Recipients are:\n\n- Acmebank\n"
    found = compare(before, f"{before}- Zorblex\n", locale="en").materiality
    assert found.level is Level.MATERIAL


def test_a_sentence_written_anew_is_weighed_against_the_one_it_replaced() -> None:
    before = "# T\n\nDen Standort des Fahrzeugs erfassen wir bei Mietbeginn und Mietende.\n"
    after = "# T\n\nWir erfassen bei Mietende und Mietbeginn den Fahrzeugstandort.\n"
    assert compare(before, after, locale="de").materiality.level is Level.IMMATERIAL


def test_an_unknown_word_weighs_less_among_other_edits() -> None:
    old = "We frobnicate your files for you before noon."
    one = compare(old, "We zorble your files for you before noon.", locale="en")
    many = compare(old, "For you, your files are zorbled by us prior to noon.", locale="en")
    assert one.materiality.level is Level.MATERIAL
    assert many.materiality.score < one.materiality.score


@pytest.mark.parametrize(
    ("before", "after", "locale"),
    [
        pytest.param("We may sell all photos.", "We will not sell photos.", "en", id="several"),
        pytest.param("Wait 3 days.", "Wait 5 days.", "en", id="one"),
        pytest.param("我们收集姓名。", "我们不会收集手机号和位置。", "zh-Hans", id="unspaced"),
    ],
)
def test_a_score_is_what_its_reasons_add_up_to(before: str, after: str, locale: str) -> None:
    found = only(before, after, locale).materiality
    weights = [reason.weight for reason in found.reasons]
    product = math.prod(1 - weight for weight in weights)
    together = 1 - max(product, (1 - max(weights)) ** 2)
    if sum(weight >= 0.3 for weight in weights) > 1:  # many such sentences were written anew
        together = min(together, rulebook().weights.of_form.several)
    assert found.score == pytest.approx(together)


def test_size_alone_decides_nothing() -> None:
    long = " ".join(f"Please note that this is the page {number}." for number in range(200))
    assert compare("Hello.\n", f"Hello.\n\n{long}\n", locale="en").materiality.score < 1
    assert compare("我们不会出售。", "我们会出售。", locale="zh-Hans").materiality.score > 0.9


def test_swapped_defaults_are_material() -> None:
    before = "个性化推荐默认关闭，您可以开启。"
    after = "个性化推荐默认开启，您可以关闭。"
    assert compare(before, after, locale="zh-Hans").materiality.level is Level.MATERIAL


def test_a_list_in_another_order_says_the_same() -> None:
    before, after = "We collect names, photos and videos.", "We collect videos, names and photos."
    assert compare(before, after, locale="en").materiality.level is Level.IMMATERIAL


def test_facts_of_the_front_matter_are_no_promises() -> None:
    head = "---\nrevised: 2024-01-01\nmaterial: {}\nsummary:\n  - {}\n---\n# A\n\nText.\n"
    before = head.format("false", "We sell nothing.")
    after = head.format("true", "We sell your data to 300 advertisers.")
    assert compare(before, after, locale="en").materiality.level is Level.IMMATERIAL


@pytest.mark.parametrize(
    ("before", "after", "locale"),
    [
        pytest.param("We recieve it.", "We receive it.", "en", id="transposed"),
        pytest.param("Read carefuly now.", "Read carefully now.", "en", id="doubled"),
        pytest.param("在 FIrefox 中。", "在 Firefox 中。", "zh-Hans", id="stray-capital"),
        pytest.param("请登陆后使用。", "请登录后使用。", "zh-Hans", id="homophone"),
    ],
)
def test_a_slip_of_the_pen_is_named(before: str, after: str, locale: str) -> None:
    differences = {edit.difference for edit in only(before, after, locale).edits}
    assert differences == {None, Difference.TYPO}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("Read the contract.", "Read the contact.", id="both-words"),
        pytest.param("It is now so.", "It is not so.", id="short"),
        pytest.param("We collect data.", "We collects data.", id="inflection"),
    ],
)
def test_another_word_is_no_slip(before: str, after: str) -> None:
    differences = {edit.difference for edit in only(before, after, "en").edits}
    assert Difference.TYPO not in differences


def test_a_moved_clause_that_leaves_its_scope_is_material() -> None:
    clause = (
        "You can withdraw from the contract within the first days of the month for any cause.\n"
    )
    before = f"# T\n\n## All\n\nWe run shops.\n\n## If you live in Germany\n\n{clause}\nBy post.\n"
    after = f"# T\n\n## All\n\n{clause}\nWe run shops.\n\n## If you live in Germany\n\nBy post.\n"
    moved = [it for it in compare(before, after, locale="en").changes if it.kind is PairKind.MOVED]
    assert any(item.materiality.level is Level.MATERIAL for item in moved)


@pytest.mark.parametrize("locale", SHIPPED)
def test_every_category_speaks_every_shipped_language(locale: str) -> None:
    for category in rulebook().categories.values():
        assert category.name(locale)
        assert category.explanation(locale)
        assert locale == "en" or category.name(locale) != category.name("en")


def test_an_unknown_language_is_read_word_by_word() -> None:
    assert compare("Vi säljer inte.", "Vi säljer.", locale="sv").materiality.level is Level.MATERIAL
    assert compare("Vi säljer.", "Vi  säljer.", locale="sv").materiality.level is Level.IMMATERIAL


def test_a_workspace_s_words_extend_the_shipped_ones() -> None:
    before, after = "We use a frobnicator.", "We use a frobnicator and a whatsit."
    own = extended_rulebook({"en": {"words": {"empty": ["whatsit"]}}})
    assert compare(before, after, locale="en").materiality.level is Level.MATERIAL
    assert compare(before, after, locale="en", rules=own).materiality.level is Level.IMMATERIAL


@pytest.mark.parametrize(
    ("group", "locale", "before", "after"),
    [
        pytest.param(
            "party",
            "en",
            "You own the recordings we make.",
            "We own the recordings we make.",
            id="we",
        ),
        pytest.param(
            "party",
            "zh-Hans",
            "诉讼费由我们承担，您可以要求退款。",
            "诉讼费由您承担，您可以要求退款。",
            id="unspaced",
        ),
    ],
)
def test_a_party_in_another_s_place_is_named(
    group: str, locale: str, before: str, after: str
) -> None:
    found = only(before, after, locale).materiality
    assert found.level is Level.MATERIAL
    assert group in {reason.rule for reason in found.reasons}


@pytest.mark.parametrize("locale", ["en", "de", "fr", "ja", "zh-Hans"])
def test_no_word_of_a_category_or_signal_weighs_next_to_nothing(locale: str) -> None:
    rules = rulebook()
    for category in rules.categories.values():
        assert category.weight >= 0.5
    assert rules.signals["wish"].alone >= 0.4
    for shares in rules.weights.places.values():
        assert shares.get("category", 1.0) * 0.66 >= 0.3
    assert {"negation", "party"} <= {
        entry.group for entry in rules.lexicon(locale).entries.values()
    }


def test_a_form_may_stand_apart_in_its_clause() -> None:
    own = extended_rulebook({"en": {"words": {"same": ["zorble | frob … off"]}}})
    before, after = "We zorble your files.", "We frob your files off."
    assert compare(before, after, locale="en").materiality.level is not Level.IMMATERIAL
    assert compare(before, after, locale="en", rules=own).materiality.level is Level.IMMATERIAL


def test_a_workspace_s_weights_replace_the_shipped_ones() -> None:
    own = extended_rulebook({"weights": {"words": {"replaced": 0.1}}})
    before, after = "We frobnicate it.", "We zorble it."
    assert compare(before, after, locale="en").materiality.level is Level.MATERIAL
    assert compare(before, after, locale="en", rules=own).materiality.level is Level.IMMATERIAL
    assert own.fingerprint != rulebook().fingerprint


@pytest.mark.parametrize(
    ("name", "table"),
    [
        pytest.param("en", {"signals": {"nonsense": ["x"]}}, id="unknown-group"),
        pytest.param("en", {"words": {"empty": [1]}}, id="no-text"),
        pytest.param("categories", {"data": {"weight": 7}}, id="weight"),
        pytest.param("en", {"words": {"same": ["a*b | c"]}}, id="star-inside"),
        pytest.param("en", {"words": {"same": ["a … b … c"]}}, id="three-parts"),
        pytest.param("en", {"words": {"same": ["a …"]}}, id="one-part"),
        pytest.param("weights", {"words": {"alone": 2}}, id="heavy"),
        pytest.param("weights", {"words": {"lone": 0.5}}, id="unknown-weight"),
        pytest.param("weights", {"places": {"kept": {"word": "all"}}}, id="no-share"),
    ],
)
def test_a_wrong_rule_is_refused_by_its_name(name: str, table: dict[str, object]) -> None:
    with pytest.raises(InvalidSourceError):
        extended_rulebook({name: table})


@pytest.mark.parametrize("locale", ["en", "zh-Hans", "ja"])
def test_what_was_judged_before_changes_no_judgement(locale: str) -> None:
    pairs = [row[1:3] for row in rows() if row[0] == locale]
    first = [compare(*pair, locale=locale).materiality for pair in pairs]
    again = [compare(*pair, locale=locale).materiality for pair in reversed(pairs)]
    assert again[::-1] == first


def test_a_clause_said_again_and_again_is_judged_as_if_said_once() -> None:
    once = compare("我们保存日志。\n", "我们出售日志。\n", locale="zh-Hans")
    often = compare("我们保存日志。\n" * 50, "我们出售日志。\n" * 50, locale="zh-Hans")
    assert often.materiality.level is once.materiality.level is Level.MATERIAL


def test_fifty_thousand_brackets_are_judged_in_passing() -> None:
    assert compare("We sell.\n", "We sell.\n\n" + "[" * 50_000, locale="en").materiality.score <= 1


def test_the_json_has_the_suggestion_with_its_words() -> None:
    document = compare("Wait 3 days.", "Wait 5 days.", locale="en").to_dict()
    (change,) = document["changes"]
    assert change["materiality"]["level"] == "material"
    assert change["materiality"]["reasons"][0]["evidence"]["new"] == "5 days"
