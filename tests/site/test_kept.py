from __future__ import annotations

import threading

import pytest
from flask.testing import FlaskClient

from publisher.model.errors import BusyError, RepositoryError, TextTooLargeError
from publisher.site.kept import Kept
from publisher.site.reading import ReadingRoom


def test_an_answer_is_made_once() -> None:
    made: list[str] = []
    kept: Kept[str, str] = Kept(limit=2)

    def make() -> str:
        made.append("x")
        return "answer"

    assert [kept.get("a", make), kept.get("a", make)] == ["answer", "answer"]
    assert made == ["x"]


def test_the_longest_unused_answer_goes_first() -> None:
    kept: Kept[str, str] = Kept(limit=2)
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda: "first")
    found = {key: kept.get(key, lambda: "again") for key in ("a", "c", "b")}
    assert found == {"a": "first", "c": "first", "b": "again"}


def test_who_would_wait_too_long_is_told_so() -> None:
    kept: Kept[str, str] = Kept(limit=2, at_once=1, patience_s=0.01)
    begun, finish = threading.Event(), threading.Event()

    def slow() -> str:
        begun.set()
        finish.wait(timeout=30)
        return "slow"

    worker = threading.Thread(target=kept.get, args=("a", slow))
    worker.start()
    begun.wait(timeout=30)
    try:
        with pytest.raises(BusyError):
            kept.get("b", lambda: "quick")
    finally:
        finish.set()
        worker.join()
    assert kept.get("a", lambda: "new") == "slow"


def test_a_failure_gives_its_turn_back() -> None:
    kept: Kept[str, str] = Kept(limit=2, at_once=1, patience_s=0.01)

    def fail() -> str:
        raise ZeroDivisionError

    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            kept.get("a", fail)
    assert kept.get("a", lambda: "well") == "well"


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        pytest.param(BusyError("busy"), 503, "Please try again in a moment.", id="busy"),
        pytest.param(RepositoryError("lost"), 503, "cannot be shown right now", id="damaged"),
        pytest.param(
            TextTooLargeError(size=6_000_000, limit=5_000_000), 404, "too large", id="too-large"
        ),
        pytest.param(ZeroDivisionError(), 500, "The fault is on our side.", id="bug"),
    ],
)
def test_what_goes_wrong_is_said_plainly_and_without_details(
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    code: int,
    words: str,
) -> None:
    def fails(*_args: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr(ReadingRoom, "comparison", fails)
    response = client.get("/en/privacy/changes/2/3")
    html = response.get_data(as_text=True)
    assert response.status_code == code
    assert words in html
    assert str(error) == "" or str(error) not in html
    assert "ETag" not in response.headers
    assert ("Retry-After" in response.headers) is isinstance(error, BusyError)
