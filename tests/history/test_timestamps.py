"""Timestamps of checkpoints, from an authority on this machine."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from publisher.model.errors import InvalidSourceError
from publisher.workspace.proving import checkpoint_note, make_key
from publisher.workspace.timestamping import AuthorityError, timestamp, timestamped_at
from tests.history.conftest import FIRST, Company

pytest.importorskip("rfc3161_client", reason="the extra 'timestamps' is not installed")

_SETTINGS = """\
[req]
distinguished_name = name
[name]
[root]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[stamp]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
default_tsa = here
[here]
serial = serial
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
signer_digest = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys and certificates of an authority."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl on this machine")
    folder = tmp_path_factory.mktemp("authority")
    (folder / "settings").write_text(_SETTINGS)
    (folder / "serial").write_text("01\n")
    new_key = ("-newkey", "rsa:2048", "-nodes", "-config", "settings")
    openssl(
        folder,
        *("req", "-x509", *new_key, "-subj", "/CN=root", "-extensions", "root"),
        *("-keyout", "root.key", "-out", "root.pem", "-days", "30"),
    )
    openssl(
        folder, "req", "-new", *new_key, "-subj", "/CN=tsa", "-keyout", "tsa.key", "-out", "tsa.csr"
    )
    openssl(
        folder,
        *("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key"),
        *("-set_serial", "2", "-days", "30", "-extfile", "settings", "-extensions", "stamp"),
        *("-out", "tsa.pem"),
    )
    return folder


@pytest.fixture
def url(authority: Path) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            (authority / "query").write_bytes(query)
            openssl(
                authority,
                *("ts", "-reply", "-config", "settings", "-queryfile", "query"),
                *("-signer", "tsa.pem", "-inkey", "tsa.key", "-out", "answer"),
            )
            self.send_response(200 if self.path == "/" else 302)
            self.end_headers()
            self.wfile.write((authority / "answer").read_bytes())

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def stamped(company: Company, url: str) -> tuple[str, bytes]:
    company.commit(FIRST)
    company.publish()
    root = company.workspace.settings.root
    make_key(company.workspace, root / "log.key")
    with (root / "publisher.toml").open("a") as file:
        file.write(f'\n[proof]\nkey = "log.key"\ntimestamp = "{url}"\n')
    workspace = company.reopen()
    note = checkpoint_note(workspace)
    return note, timestamp(workspace, note)


def test_a_checkpoint_s_time_is_the_authority_s_word(
    company: Company, url: str, authority: Path
) -> None:
    note, answer = stamped(company, url)
    at = timestamped_at(answer, note, authority=authority / "root.pem")
    assert at.tzinfo is not None
    with pytest.raises(InvalidSourceError):
        timestamped_at(answer, note + "x", authority=authority / "root.pem")


def test_a_redirect_and_a_silent_authority_give_no_timestamp(company: Company, url: str) -> None:
    with pytest.raises(AuthorityError, match="302"):
        stamped(company, f"{url}elsewhere")
