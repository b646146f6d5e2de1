"""The sample workspace, built once, and sites of it on a chosen day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from publisher.config import parse
from publisher.model.locales import LocaleTag
from publisher.model.policies import CommitId, PartialDate, PolicyId, PublishedRevision
from publisher.site import create_app
from publisher.workspace import Workspace
from publisher.workspace.sample import build_sample

EN = LocaleTag("en")
ZH = LocaleTag("zh-Hans")
A_DAY = date(2026, 11, 23)  # one revision of privacy is announced, German is one behind

ClientOn = Callable[..., FlaskClient]


@pytest.fixture(scope="session")
def sample_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample workspace; read-only by convention."""
    root = tmp_path_factory.mktemp("sample") / "workspace"
    build_sample(root, progress=lambda _words: None).close()
    return root


@pytest.fixture(scope="session")
def sample(sample_root: Path) -> Iterator[Workspace]:
    """The sample workspace, opened."""
    with Workspace.open(sample_root) as workspace:
        yield workspace


@pytest.fixture(scope="session")
def client_on(sample: Workspace, sample_root: Path) -> Iterator[ClientOn]:
    """A reader of the sample on a day, maybe with another setting of the workspace."""
    others: list[Workspace] = []

    def client(day: date, setting: str = "") -> FlaskClient:
        noon = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)  # noon in Shanghai
        workspace = sample
        if setting:
            source = (sample_root / "publisher.toml").read_text("utf-8")
            changed = source.replace("[workspace]", f"[workspace]\n{setting}").encode()
            workspace = Workspace(parse(changed, root=sample_root))
            others.append(workspace)
        return create_app(workspace, now=lambda: noon).test_client()

    yield client
    for workspace in others:
        workspace.close()


@pytest.fixture(scope="session")
def client(client_on: ClientOn) -> FlaskClient:
    """A reader of the sample on the day that most tests speak of."""
    return client_on(A_DAY)


def revision(number: int, revised: str, **facts: object) -> PublishedRevision:
    """A revision with the facts that a test is about."""
    day = PartialDate.parse(revised)
    values: dict[str, object] = {
        "policy": PolicyId("privacy"),
        "locale": EN,
        "number": number,
        "commit": CommitId("0" * 40),
        "text_sha256": f"{number:064}",
        "title": "Privacy",
        "revised_on": day,
        "effective_on": None,
        "published_at": datetime(day.year, day.month, day.day or 1, tzinfo=UTC),
    }
    return PublishedRevision(**{**values, **facts})  # type: ignore[arg-type]
