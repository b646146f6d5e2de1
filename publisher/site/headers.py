"""What every answer says to browsers and caches besides its content."""

from __future__ import annotations

from flask import Response

# No inline style or script, nothing from elsewhere, no frames; pages need their one style sheet and
# their one script, which they can do without.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'"
)
_ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_YEAR_S = 365 * 24 * 60 * 60


def secure(response: Response, *, https: bool) -> Response:
    """Add the headers that bound what a browser may do with the answer."""
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    if https:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={_YEAR_S}")
    return response


def revalidated(response: Response, etag: str) -> Response:
    """Let caches keep the answer as long as they ask whether it still holds."""
    response.set_etag(etag, weak=True)
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def immutable(response: Response) -> Response:
    """Let caches keep the answer for good: its address changes with its content."""
    response.headers["Cache-Control"] = f"public, max-age={_YEAR_S}, immutable"
    return response
