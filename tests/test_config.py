"""publisher.toml: everything in one frozen value, or an error that names the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from publisher.config import ANY_LOCALE, Incomplete, load, parse
from publisher.model.errors import ConfigError
from publisher.model.locales import LocaleTag

SMALLEST = '[workspace]\nmaster = "zh-Hans"\n'
WHOLE = """\
[workspace]
master = "zh-Hans"
locales = ["en", "zh-Hans"]
prevailing = "en"
incomplete = "mark"
timezone = "Asia/Shanghai"

[sites.default]
hosts = ["Example.COM"]
url = "https://www.example.com/"
[sites.default.values]
title = "示例"
[sites.default.values.en]
title = "Example"

[remotes.backup]
url = "ssh://host/{locale}.git"

[proof]
origin = "example.com/policies"
key = "log.key"
"""


def test_all_keys_are_read(tmp_path: Path) -> None:
    settings = parse(WHOLE.encode(), root=tmp_path)
    assert settings.locales == (LocaleTag("en"),)
    assert settings.prevailing == LocaleTag("en")
    assert settings.incomplete is Incomplete.MARK
    assert settings.timezone.key == "Asia/Shanghai"
    [site] = settings.sites
    assert (site.hosts, site.url) == (("example.com",), "https://www.example.com")
    assert site.values == {ANY_LOCALE: {"title": "示例"}, "en": {"title": "Example"}}
    assert settings.remotes[0].url == "ssh://host/{locale}.git"
    assert settings.proof.key_file == tmp_path / "log.key"


def test_the_master_alone_is_enough_and_prevails(tmp_path: Path) -> None:
    settings = parse(b"\xef\xbb\xbf" + SMALLEST.encode(), root=tmp_path)
    assert settings.prevailing == settings.master == LocaleTag("zh-Hans")
    assert settings.incomplete is Incomplete.HOLD


def test_a_missing_file_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="publisher init"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", "'master' is missing", id="empty"),
        pytest.param("[workspace]\n", "toml:1: workspace: 'master' is missing", id="no-master"),
        pytest.param(SMALLEST + "locale = 1\n", "toml:3: workspace.locale: unknown", id="unknown"),
        pytest.param(SMALLEST + "[site]\n", "toml:3: site: unknown key", id="unknown-table"),
        pytest.param(SMALLEST + 'locales = "en"\n', "toml:3: .*must be a list", id="no-list"),
        pytest.param(SMALLEST + 'locales = ["../x"]\n', "toml:3: .*not a locale", id="path"),
        pytest.param(SMALLEST + 'locales = ["en", "EN"]\n', "toml:3: .*twice", id="twice"),
        pytest.param(SMALLEST + 'prevailing = "fr"\n', "toml:3: .*neither", id="prevailing"),
        pytest.param(SMALLEST + 'incomplete = "x"\n', "toml:3: .*'hold' or 'mark'", id="choice"),
        pytest.param(SMALLEST + 'timezone = "Mars"\n', "toml:3: .*no time zone", id="zone"),
        pytest.param(SMALLEST + 'timezone = "../x"\n', "toml:3: .*no time zone", id="zone-path"),
        pytest.param(SMALLEST + "[sites.a]\n", "toml:3: sites.a: 'url' is missing", id="no-url"),
        pytest.param(
            SMALLEST + '[sites.a]\nurl = "javascript:x"\n', "toml:4: .*an address", id="url"
        ),
        pytest.param(
            SMALLEST + '[sites.a]\nurl = "https://a"\n[sites.a.values]\nx = 1\n',
            "toml:6: sites.a.values.x: must be text",
            id="value",
        ),
        pytest.param(
            SMALLEST + '[sites.a]\nurl = "https://a"\n[sites.b]\nurl = "https://b"\n',
            "already belongs to the site 'a'",
            id="shared-host",
        ),
        pytest.param(
            SMALLEST + '[remotes.a]\nurl = "ext::sh -c x {locale}"\n', "toml:4: ", id="protocol"
        ),
        pytest.param(
            SMALLEST + '[remotes.a]\nurl = "--upload-pack=x{locale}"\n', "toml:4: ", id="option"
        ),
        pytest.param(SMALLEST + "x = [1\n", "not valid TOML", id="cut"),
        pytest.param(SMALLEST + 'master = "en"\n', "toml:3: it is not valid TOML", id="double"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        parse(text.encode(), root=tmp_path)


def test_what_is_not_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="toml:3: it is not UTF-8"):
        parse(SMALLEST.encode() + b"# \xff\n", root=tmp_path)
