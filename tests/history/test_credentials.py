"""https remotes: the password reaches the one server it is for, and is to be seen nowhere."""

from __future__ import annotations

import base64
import os
import ssl
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from publisher.config import parse
from publisher.history.git.runner import GitError
from publisher.history.remotes import Access, pull, push
from publisher.model.errors import ConfigError, InvalidSourceError, UsageError
from publisher.model.locales import LocaleTag
from publisher.workspace.remotes import access_to
from tests.history.conftest import DE, EN, FIRST, PRIVACY, ZH, Company, company_at

USER, PASSWORD = "deploy", 'p"a\\ss $HOME `id` %s 密'
_BACKEND = Path(
    subprocess.run(["git", "--exec-path"], capture_output=True, check=True).stdout.decode().strip(),
    "git-http-backend",
)


@dataclass(slots=True)
class Server:
    """Git over https with basic authentication, as hosts offer it."""

    url: str
    ca_file: Path
    seen: list[str | None] = field(default_factory=list)  # what came as Authorization
    redirect: str = ""  # where everybody is sent instead

    def url_of(self, locale: LocaleTag) -> str:
        return f"{self.url}/{locale}.git"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    folder = tmp_path / "elsewhere"
    for tag in (ZH, EN, DE):
        path = folder / f"{tag}.git"
        subprocess.run(["git", "init", "-q", "-b", "main", "--bare", path], check=True)
        subprocess.run(["git", "-C", path, "config", "http.receivepack", "true"], check=True)
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as listening:
        pem = _certificate(tmp_path / "server.pem")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        listening.socket = context.wrap_socket(listening.socket, server_side=True)
        made = Server(url=f"https://127.0.0.1:{listening.server_port}", ca_file=pem)
        _Handler.folder, _Handler.server_facts = folder, made
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield made
        listening.shutdown()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    folder: Path
    server_facts: Server

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        pass

    def _answer(self, body: bytes) -> None:
        said = self.headers["Authorization"]
        self.server_facts.seen.append(said)
        if self.server_facts.redirect:
            self._head(302, {"Location": self.server_facts.redirect + self.path})
            return
        expected = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if said != expected:
            self._head(401, {"WWW-Authenticate": 'Basic realm="git"'})
            return
        path, _, query = self.path.partition("?")
        done = subprocess.run(
            [_BACKEND],
            input=body,
            env={
                **os.environ,
                "GIT_PROJECT_ROOT": str(self.folder),
                "GIT_HTTP_EXPORT_ALL": "1",
                "PATH_INFO": path,
                "QUERY_STRING": query,
                "REQUEST_METHOD": self.command,
                "REMOTE_USER": USER,
                "CONTENT_TYPE": self.headers.get("Content-Type", ""),
                "CONTENT_LENGTH": str(len(body)),
                "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            },
            capture_output=True,
            check=True,
        )
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        status = int(headers.pop("Status", "200").split()[0])
        self._head(status, {**headers, "Content-Length": str(len(content))})
        self.wfile.write(content)

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": "0", **headers}.items():
            self.send_header(name, value)
        self.end_headers()


def _certificate(path: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.IPAddress(ip_address("127.0.0.1")), x509.DNSName("localhost")]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


def sent(company: Company, server: Server, access: Access) -> None:
    push(
        company.workspace.repositories,
        company.workspace.publications(),
        url_of=server.url_of,
        progress=lambda _: None,
        access=access,
    )


def known(server: Server, *, password: str = PASSWORD) -> Access:
    return Access(user=USER, password=password, ca_file=server.ca_file)


@pytest.fixture
def published(company: Company) -> Company:
    company.commit(FIRST)
    company.translate(EN, DE)
    company.publish()
    return company


def test_push_and_pull_go_by_password(published: Company, server: Server, tmp_path: Path) -> None:
    sent(published, server, known(server))
    with company_at(tmp_path / "replica") as replica:
        public = pull(
            replica.repositories,
            replica.log,
            url_of=server.url_of,
            progress=lambda _: None,
            access=known(server),
        )
        assert public.tip == published.workspace.publications().tip
        assert public.text(public.revisions(PRIVACY, EN)[0]).startswith("# Privacy")


@pytest.mark.parametrize("access", [Access(), Access(user=USER, password="wrong")])
def test_without_the_right_one_nothing_is_sent_and_nothing_told(
    published: Company, server: Server, access: Access
) -> None:
    with pytest.raises(GitError) as caught:
        sent(
            published,
            server,
            Access(user=access.user, password=access.password, ca_file=server.ca_file),
        )
    assert "wrong" not in str(caught.value)
    assert "wrong" not in repr(access)


def test_a_server_that_nobody_vouches_for_is_not_told_it(
    published: Company, server: Server
) -> None:
    with pytest.raises(GitError, match="certificate"):
        sent(published, server, Access(user=USER, password=PASSWORD))
    assert server.seen == []


def test_no_redirect_takes_it_elsewhere(published: Company, server: Server) -> None:
    server.redirect = server.url.replace("127.0.0.1", "localhost")
    with pytest.raises(GitError):
        sent(published, server, known(server))
    assert [said for said in server.seen if said] == []


def test_no_command_line_has_it(server: Server) -> None:
    words = known(server).environment(server.url)
    assert [name for name, value in words.items() if PASSWORD in value] == [
        "PUBLISHER_REMOTE_PASSWORD"
    ]


SETTINGS = '[workspace]\nmaster = "zh-Hans"\n[remotes.backup]\n'
HTTPS = 'url = "https://example.com/{locale}.git"\n'


def settings(tmp_path: Path, words: str) -> Access:
    [remote] = parse((SETTINGS + words).encode(), root=tmp_path).remotes
    return access_to(remote, {"TOKEN": "secret", "BROKEN": "a\nb"})


def test_the_password_comes_from_a_file_or_a_variable(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("secret\n")
    path.chmod(0o600)
    for words in ('password_file = "token"\n', 'password_env = "TOKEN"\n'):
        access = settings(tmp_path, HTTPS + 'user = "deploy"\n' + words)
        assert (access.user, access.password) == ("deploy", "secret")
    path.chmod(0o644)
    with pytest.raises(InvalidSourceError, match="chmod 600"):
        settings(tmp_path, HTTPS + 'user = "deploy"\npassword_file = "token"\n')
    path.write_text("")
    path.chmod(0o600)
    with pytest.raises(InvalidSourceError, match="empty"):
        settings(tmp_path, HTTPS + 'user = "deploy"\npassword_file = "token"\n')


@pytest.mark.parametrize(
    ("words", "error", "what"),
    [
        (HTTPS + 'user = "a"\npassword_file = "none"\n', InvalidSourceError, "cannot be read"),
        (HTTPS + 'user = "a"\npassword_env = "MISSING"\n', UsageError, "MISSING"),
        (HTTPS + 'user = "a"\npassword_env = "BROKEN"\n', UsageError, "line breaks"),
        (HTTPS + 'user = "a"\npassword_env = "se cret"\n', ConfigError, "never the password"),
        (HTTPS + 'user = "a"\n', ConfigError, "give both"),
        (HTTPS + 'ca_file = "none.pem"\n', InvalidSourceError, "no such file"),
        ('url = "https://a:b@example.com/{locale}.git"\n', ConfigError, "no user or password"),
        (
            'url = "ssh://example.com/{locale}.git"\nuser = "a"\npassword_env = "TOKEN"\n',
            ConfigError,
            "https:// alone",
        ),
    ],
)
def test_a_secret_that_is_not_to_be_had_is_said_where(
    tmp_path: Path, words: str, error: type[Exception], what: str
) -> None:
    with pytest.raises(error, match=what):
        settings(tmp_path, words)
