"""An existing history: every different text arrives, byte for byte, or is named in the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.replay_corpus import replay, texts
from publisher.history.importing import ImportReport, NothingToImportError
from publisher.history.lineages import Target
from publisher.model.errors import NotPublishedError, UsageError
from publisher.model.locales import LocaleTag
from publisher.model.policies import PolicyId
from publisher.workspace.adopting import adopt_history
from tests.history.conftest import DE, EN, NOON, PRIVACY, ZH, Company, git

LONG = "".join(
    f"Line {number} of a text that is long enough to be known again.\n" for number in range(40)
)


@dataclass(slots=True)
class Foreign:
    """Somebody else's repository."""

    folder: Path
    now: datetime = datetime(2020, 1, 1, 12, tzinfo=UTC)

    def commit(self, subject: str, files: dict[str, bytes | None] | None = None) -> str:
        """Write and remove files, commit; the commit's id."""
        self.now += timedelta(days=1)
        for name, content in (files or {}).items():
            path = self.folder / name
            if content is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", subject)
        return self.git("rev-parse", "HEAD").strip()

    def move(self, old: str, new: str, *, subject: str = "move") -> str:
        """Rename a file and commit."""
        (self.folder / new).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / old).rename(self.folder / new)
        return self.commit(subject)

    def git(self, *arguments: str) -> str:
        """Run Git there, at the time of the story."""
        date = self.now.isoformat()
        return git(self.folder, *arguments, GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date)


@pytest.fixture
def foreign(tmp_path: Path) -> Foreign:
    folder = tmp_path / "foreign"
    folder.mkdir()
    repository = Foreign(folder)
    repository.git("init", "--quiet", "--initial-branch=main")
    repository.git("config", "core.autocrlf", "false")
    return repository


def brought_in(
    company: Company,
    foreign: Foreign,
    *paths: str,
    main_line_only: bool = False,
    ends_removed: bool = False,
    renamed: dict[str, LocaleTag] | None = None,
) -> ImportReport:
    return adopt_history(
        company.workspace,
        foreign.folder,
        paths=paths or ("{locale}/{policy}.md",),
        branch=None,
        renamed=renamed or {},
        main_line_only=main_line_only,
        ends_removed=ends_removed,
        now=NOON,
        progress=lambda _: None,
    )


def history(company: Company, locale: LocaleTag = EN, policy: str = "privacy") -> list[bytes]:
    public = company.workspace.publications()
    return [public.data(item) for item in public.revisions(PolicyId(policy), locale)]


def test_dates_and_subjects_are_kept(company: Company, foreign: Foreign) -> None:
    foreign.commit("Première version", {"en/privacy.md": b"# Privacy\n\nFirst.\n"})
    first = foreign.now
    foreign.commit("Fix a typo", {"en/privacy.md": b"# Privacy\n\nFirst!\n"})
    brought_in(company, foreign)
    one, two = company.workspace.publications().revisions(PRIVACY, EN)
    assert (one.subject, one.published_at, one.title) == ("Première version", first, "Privacy")
    assert (two.subject, two.revised_on.first_day) == ("Fix a typo", foreign.now.date())
    assert (two.sequence, two.master_number, two.translated_at) == (1, None, None)
    log = git(
        company.workspace.repositories.folder / "en.git", "log", "--format=%s|%an|%aI", "main"
    )
    assert log.splitlines()[1] == "Première version|Legal|2020-01-02T12:00:00+00:00"


def test_renames_between_folders_and_names_are_followed(company: Company, foreign: Foreign) -> None:
    foreign.commit("one", {"docs/tos-en.txt": LONG.encode()})
    foreign.move("docs/tos-en.txt", "legal/terms.en.md")
    foreign.commit("two", {"legal/terms.en.md": (LONG + "More.\n").encode()})
    foreign.move("legal/terms.en.md", "en/terms.md")
    foreign.commit("three", {"en/terms.md": (LONG + "More still.\n").encode()})
    brought_in(company, foreign)
    assert [text[-12:] for text in history(company, policy="terms")] == [
        LONG[-12:].encode(),
        (LONG + "More.\n")[-12:].encode(),
        b"More still.\n",
    ]


def test_a_layout_that_flips_is_one_history_even_where_the_text_is_new(
    company: Company, foreign: Foreign
) -> None:
    foreign.commit("old layout", {"privacy/zh-CN.md": "# 隐私\n".encode()})
    (foreign.folder / "privacy/zh-CN.md").unlink()
    foreign.commit("new layout", {"zh-CN/privacy.md": LONG.encode()})
    brought_in(company, foreign)
    assert history(company, LocaleTag("zh-CN")) == ["# 隐私\n".encode(), LONG.encode()]


def test_a_copy_makes_up_no_ancestor(company: Company, foreign: Foreign) -> None:
    foreign.commit("cookies", {"en/cookies.md": LONG.encode()})
    foreign.commit("privacy from cookies", {"en/privacy.md": LONG.encode()})
    foreign.commit("edit", {"en/privacy.md": (LONG + "x\n").encode()})
    brought_in(company, foreign)
    assert len(history(company)) == 2
    assert len(history(company, policy="cookies")) == 1


def test_a_translation_that_began_as_another_language_s_file_keeps_to_itself(
    company: Company, foreign: Foreign
) -> None:
    foreign.commit("en", {"en/privacy.md": LONG.encode()})
    foreign.move("en/privacy.md", "de/privacy.md")
    report = brought_in(company, foreign)
    assert history(company) == [LONG.encode()]
    assert history(company, LocaleTag("de")) == [LONG.encode()]
    assert [(item.path, item.why) for item in report.skipped] == [("en/privacy.md", "removed here")]


def test_texts_of_merged_branches_arrive_and_the_main_line_s_text_is_last(
    company: Company, foreign: Foreign
) -> None:
    foreign.commit("one", {"en/privacy.md": b"one\n"})
    foreign.git("switch", "--quiet", "-c", "side")
    foreign.commit("draft", {"en/privacy.md": b"draft\n"})
    foreign.commit("two", {"en/privacy.md": b"two\n"})
    foreign.git("switch", "--quiet", "main")
    foreign.commit("other", {"en/other.md": b"other\n"})
    foreign.git("merge", "--quiet", "--no-ff", "-m", "merge", "side")
    foreign.git("switch", "--quiet", "-c", "given-up", "HEAD~1")
    foreign.commit("never", {"en/privacy.md": b"never\n"})
    foreign.git("switch", "--quiet", "main")
    foreign.git("merge", "--quiet", "-s", "ours", "-m", "keep ours", "given-up")
    brought_in(company, foreign)
    texts = history(company)
    assert {b"one\n", b"draft\n", b"two\n", b"never\n"} == set(texts)
    assert texts[-1] == b"two\n"


def test_the_main_line_alone_where_asked_for(company: Company, foreign: Foreign) -> None:
    foreign.commit("one", {"en/privacy.md": b"one\n"})
    foreign.git("switch", "--quiet", "-c", "side")
    foreign.commit("draft", {"en/privacy.md": b"draft\n"})
    foreign.commit("two", {"en/privacy.md": b"two\n"})
    foreign.git("switch", "--quiet", "main")
    foreign.git("merge", "--quiet", "--no-ff", "-m", "merge", "side")
    brought_in(company, foreign, main_line_only=True)
    assert history(company) == [b"one\n", b"two\n"]


def test_a_duplicate_commit_brings_its_text_once(company: Company, foreign: Foreign) -> None:
    foreign.commit("one", {"en/privacy.md": b"one\n"})
    foreign.git("switch", "--quiet", "-c", "side")
    foreign.commit("two", {"en/privacy.md": b"two\n"})
    foreign.git("switch", "--quiet", "main")
    foreign.commit("two again", {"en/privacy.md": b"two\n"})
    foreign.git("merge", "--quiet", "--no-ff", "-m", "merge", "side")
    brought_in(company, foreign)
    assert history(company) == [b"one\n", b"two\n"]


def test_a_text_that_comes_back_is_a_revision_again(company: Company, foreign: Foreign) -> None:
    for text in (b"one\n", b"two\n", b"one\n"):
        foreign.commit("edit", {"en/privacy.md": text})
    brought_in(company, foreign)
    assert history(company) == [b"one\n", b"two\n", b"one\n"]


def test_a_removed_file_is_named_and_goes_on_when_it_returns(
    company: Company, foreign: Foreign
) -> None:
    foreign.commit("one", {"en/privacy.md": b"one\n"})
    removed = foreign.commit("away", {"en/privacy.md": None})
    foreign.commit("back", {"en/privacy.md": b"two\n"})
    report = brought_in(company, foreign)
    assert history(company) == [b"one\n", b"two\n"]
    assert [(item.commit, item.path) for item in report.skipped] == [(removed, "en/privacy.md")]


ODD = {
    "cr": b"# Title\r\rText\r",
    "crlf": b"# Title\r\n\r\nText\r\n",
    "bom": b"\xef\xbb\xbf# Title\n",
    "empty": b"",
    "mojibake": "# 隐私政策\n".encode("gb18030"),
    "page": b"<!doctype html><html><body>"
    + b"<p>word {{x}} &amp;</p>\n" * 9_300
    + b"</body></html>",
    "no-newline": b"# Title\n\nText",
    "nul": b"# Title\0\n",
    "front": b"---\nlayout: policy\n---\n# Title\n",
}


def test_a_file_that_was_removed_stays_in_force_unless_it_is_ended(
    company: Company, foreign: Foreign
) -> None:
    foreign.commit("one", {"en/privacy.md": b"# A\n", "de/privacy.md": b"# A\n"})
    foreign.commit("two", {"en/privacy.md": b"# B\n"})
    foreign.commit("three", {"en/privacy.md": None})
    gone = foreign.now.date()
    report = brought_in(company, foreign)
    assert report.removed == {Target(EN, PRIVACY): gone}
    public = company.workspace.publications()
    current = public.current(PRIVACY, EN, gone)
    assert current is not None

    ended = brought_in(company, foreign, ends_removed=True)
    assert ended.publication is not None
    assert [(item.number, item.from_day) for item in ended.publication.withdrawn] == [
        (1, gone),
        (2, gone),
    ]
    assert "removed by commit" in ended.publication.withdrawn[0].reason
    public = company.workspace.publications()
    assert public.current(PRIVACY, EN, gone) is None
    assert public.current(PRIVACY, EN, gone - timedelta(days=1)) == current
    assert public.current(PRIVACY, DE, gone) is not None
    assert brought_in(company, foreign, ends_removed=True).publication is None

    foreign.commit("back", {"en/privacy.md": b"# C\n"})
    back = brought_in(company, foreign, ends_removed=True)
    assert (back.removed, back.brought) == ({}, {Target(EN, PRIVACY): 1})
    now = company.workspace.publications().current(PRIVACY, EN, foreign.now.date())
    assert now is not None
    assert now.number == 3


def test_odd_files_arrive_byte_for_byte(company: Company, foreign: Foreign) -> None:
    foreign.commit("odd", {f"en/{name}.md": data for name, data in ODD.items()})
    brought_in(company, foreign)
    public = company.workspace.publications()
    for name, data in ODD.items():
        assert history(company, policy=name) == [data], name
        revision = public.revision(PolicyId(name), EN, 1)
        assert public.text(revision).encode() or name == "empty"


def test_submodules_and_links_are_named_with_their_commit(
    company: Company, foreign: Foreign
) -> None:
    foreign.commit("one", {"en/privacy.md": b"one\n"})
    head = foreign.git("rev-parse", "HEAD").strip()
    foreign.git("update-index", "--add", "--cacheinfo", f"160000,{head},en/module.md")
    (foreign.folder / "en/link.md").symlink_to("privacy.md")
    foreign.git("add", "en/link.md")
    foreign.git("commit", "--quiet", "-m", "odd")
    odd = foreign.git("rev-parse", "HEAD").strip()
    report = brought_in(company, foreign)
    assert sorted((item.commit, item.path, item.why) for item in report.skipped) == [
        (odd, "en/link.md", "a symbolic link, not a text"),
        (odd, "en/module.md", "a submodule, not a text"),
    ]
    with pytest.raises(NotPublishedError):
        company.workspace.publications().revision(PolicyId("link"), EN, 1)


def test_running_it_again_brings_what_was_added(company: Company, foreign: Foreign) -> None:
    foreign.commit("one", {"en/privacy.md": b"one\n"})
    brought_in(company, foreign)
    assert brought_in(company, foreign).publication is None
    foreign.commit("two", {"en/privacy.md": b"two\n"})
    report = brought_in(company, foreign)
    assert report.brought == {Target(EN, PRIVACY): 1}
    assert history(company) == [b"one\n", b"two\n"]


def test_another_history_of_the_same_policy_is_refused_and_nothing_lost(
    company: Company, foreign: Foreign
) -> None:
    company.commit("# 我们的\n")
    company.publish()
    foreign.commit("theirs", {"zh-Hans/privacy.md": b"theirs\n", "en/privacy.md": b"en\n"})
    report = brought_in(company, foreign)
    assert set(report.refused) == {Target(ZH, PRIVACY)}
    assert history(company, ZH) == ["# 我们的\n".encode()]
    assert history(company) == [b"en\n"]


def test_the_master_s_history_lands_where_legal_goes_on(company: Company, foreign: Foreign) -> None:
    foreign.commit("one", {"zh-CN/privacy.md": "# 一\n".encode()})
    foreign.commit("two", {"zh-CN/privacy.md": "# 二\n".encode()})
    brought_in(company, foreign, renamed={"zh-CN": ZH})
    assert (company.master / "privacy.md").read_text("utf-8") == "# 二\n"
    assert git(company.master, "status", "--porcelain") == ""
    company.commit("# 三\n")
    company.publish()
    assert [item.number for item in company.workspace.publications().revisions(PRIVACY, ZH)] == [
        1,
        2,
        3,
    ]


def test_names_that_are_no_ids_become_ids(company: Company, foreign: Foreign) -> None:
    foreign.commit("one", {"en/Privacy Notice.md": b"one\n"})
    brought_in(company, foreign)
    assert history(company, policy="privacy-notice") == [b"one\n"]


def test_two_files_that_would_be_one_policy_are_refused(company: Company, foreign: Foreign) -> None:
    foreign.commit("both", {"en/Privacy.md": b"a\n", "en/privacy.md": b"b\n"})
    report = brought_in(company, foreign)
    assert "stood side by side" in report.refused[Target(EN, PRIVACY)]
    assert report.publication is None


@pytest.mark.parametrize("name", ["..", "xx/..", "--output=x", "a\nb", "tos"])
def test_folders_that_are_no_languages_are_none(
    company: Company, foreign: Foreign, name: str
) -> None:
    foreign.commit("one", {"en/privacy.md": b"one\n"})
    if name in ("--output=x", "a\nb", "tos"):
        foreign.commit("odd", {f"{name}/privacy.md": b"odd\n"})
    report = brought_in(company, foreign)
    assert set(report.brought) == {Target(EN, PRIVACY)}


def test_a_layout_that_fits_nothing_says_so(company: Company, foreign: Foreign) -> None:
    foreign.commit("one", {"privacy.md": b"one\n"})
    with pytest.raises(NothingToImportError, match="no file ever answered"):
        brought_in(company, foreign)


@pytest.mark.parametrize("pattern", ["{locale}.md", "{locale}/{policy}/{policy}.md", "x.md", "{}"])
def test_a_layout_without_its_fields_is_refused(
    company: Company, foreign: Foreign, pattern: str
) -> None:
    with pytest.raises(UsageError, match="--path"):
        brought_in(company, foreign, pattern)


def test_a_repository_s_own_configuration_changes_nothing(
    company: Company, foreign: Foreign
) -> None:
    foreign.commit("one", {"en/privacy.md": b"one\n"})
    canary = foreign.folder.parent / "canary"
    for name, value in {
        "log.showRoot": "false",
        "log.showSignature": "true",
        "gpg.program": f"touch {canary}",
        "diff.external": f"touch {canary}",
        "core.fsmonitor": f"touch {canary}",
        "core.pager": f"touch {canary}",
        "diff.renames": "copies",
        "format.pretty": "%s",
    }.items():
        foreign.git("config", name, value)
    brought_in(company, foreign)
    assert history(company) == [b"one\n"]
    assert not canary.exists()


@pytest.mark.corpus
def test_all_real_histories_arrive_byte_for_byte(
    company: Company, corpus: Path, tmp_path: Path
) -> None:
    target = tmp_path / "replayed"
    count = replay(corpus, target)
    report = brought_in(company, Foreign(target))
    assert (len(report.brought), sum(report.brought.values())) == (15, count)
    public = company.workspace.publications()
    for text in texts(corpus):
        revision = public.revisions(PolicyId(text.policy), LocaleTag(text.locale))[text.place]
        assert public.data(revision) == text.file.read_bytes()
        assert (revision.subject, revision.published_at) == (text.subject, text.at)
