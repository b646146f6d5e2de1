"""RFC 3161: an authority's word for when a checkpoint existed. Needs the extra "timestamps"."""

from __future__ import annotations

import http.client
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.x509 import load_pem_x509_certificates

from publisher.model.errors import ConfigError, InvalidSourceError, PublisherError, RetryableError
from publisher.workspace.opened import Workspace

_TIMEOUT_S = 15
_MAX_BYTES = 64 * 1024


class AuthorityError(RetryableError):
    """The timestamp authority did not answer as it should."""

    def __init__(self, *, url: str, what: str) -> None:
        self.url = url
        super().__init__(f"{url}: no timestamp, {what}; try again later")


class TimestampsMissingError(PublisherError):
    """The package that reads timestamps is not installed."""

    def __init__(self) -> None:
        super().__init__("timestamps: not installed; run `pip install 'publisher[timestamps]'`")


def timestamp(workspace: Workspace, note: str) -> bytes:
    """The configured authority's answer for a note, as it came; raises AuthorityError."""
    url = workspace.settings.proof.timestamp_url
    if url is None:
        raise ConfigError(
            path=workspace.settings.root / "publisher.toml",
            what="[proof] has no timestamp; add the address of an RFC 3161 authority",
        )
    try:
        from rfc3161_client import (  # noqa: PLC0415 - an extra
            TimestampRequestBuilder,
            decode_timestamp_response,
        )
    except ImportError as error:
        raise TimestampsMissingError from error
    request = TimestampRequestBuilder().data(note.encode()).nonce(nonce=True).build()
    answer = _asked(url, request.as_bytes())
    try:
        granted = decode_timestamp_response(answer)
    except ValueError as error:
        raise AuthorityError(url=url, what="the answer is no timestamp") from error
    if granted.status not in (0, 1) or granted.tst_info.nonce != request.nonce:
        raise AuthorityError(url=url, what="it was refused, or answers another request")
    return answer


def timestamped_at(answer: bytes, note: str, *, authority: Path) -> datetime:
    """When the authority saw the note; raises InvalidSourceError where it never said so."""
    try:
        from rfc3161_client import (  # noqa: PLC0415 - an extra
            VerificationError,
            VerifierBuilder,
            decode_timestamp_response,
        )
    except ImportError as error:
        raise TimestampsMissingError from error
    builder = VerifierBuilder()
    try:
        for certificate in load_pem_x509_certificates(authority.read_bytes()):
            builder = builder.add_root_certificate(certificate)
        response = decode_timestamp_response(answer)
        builder.build().verify_message(response, note.encode())
    except (ValueError, VerificationError) as error:
        what = f"the timestamp is not this authority's for this note ({error})"
        raise InvalidSourceError(what=what) from error
    return response.tst_info.gen_time


def _asked(url: str, request: bytes) -> bytes:
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection: http.client.HTTPConnection = kind(parts.netloc, timeout=_TIMEOUT_S)
    try:
        headers = {"Content-Type": "application/timestamp-query"}
        connection.request("POST", parts.path or "/", body=request, headers=headers)
        answer = connection.getresponse()
        body = answer.read(_MAX_BYTES + 1)
    except (OSError, http.client.HTTPException) as error:
        raise AuthorityError(url=url, what=str(error)) from error
    finally:
        connection.close()
    if answer.status != 200 or len(body) > _MAX_BYTES:
        raise AuthorityError(url=url, what=f"it answered with {answer.status}")
    return body
