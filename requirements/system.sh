#!/bin/sh
# Sees that Debian's packages are there: installs what is missing where root may, else says what to
# install.
#
#   requirements/system.sh PACKAGE...   installs these
#   requirements/system.sh --tests      what the tests need beside Python's packages

set -eu
cd "$(dirname "$0")/.."
log=build/logs/system.log

say() { printf '%s\n' "$*"; }

has_library() { { ldconfig -p || /sbin/ldconfig -p; } 2>/dev/null | grep -q "$1"; }

has_font_for() { fc-list ":lang=$1" family 2>/dev/null | grep -q .; }

# Named by what is missing, not by what is installed: a Chromium or a font from elsewhere will do.
missing_for_tests() {
    command -v chromium >/dev/null || printf 'chromium '
    command -v msgfmt >/dev/null || printf 'gettext '
    has_library 'libatomic\.so\.1' || printf 'libatomic1 ' # of Playwright's driver
    has_font_for zh-cn && has_font_for ja || printf 'fonts-noto-cjk '
    has_font_for ar || printf 'fonts-noto-core '
}

if [ "${1:-}" = --tests ]; then
    wanted=$(missing_for_tests)
else
    wanted=$*
fi
[ -n "${wanted% }" ] || exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    printf '\nMissing on this machine: %s\n' "${wanted% }" >&2
    printf 'Install with: sudo apt-get install %s\nThen run the same command again.\n' "${wanted% }" >&2
    exit 1
fi
say "Installing Debian's ${wanted% } (a minute or two, once)"
mkdir -p build/logs
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # one word for each package
if ! { apt-get update && apt-get install --yes --no-install-recommends $wanted; } >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    printf '\nInstalling %sfailed; the lines above are the end of %s.\n' "$wanted " "$log" >&2
    exit 1
fi
