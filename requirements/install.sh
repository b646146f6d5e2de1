#!/bin/sh
# Makes .venv hold exactly what a lock says, and this checkout as an editable installation.
#
#   requirements/install.sh run|dev|bench
#
# Says what it does in short lines; says nothing and takes no time when there is nothing to do.
# PYTHON names the interpreter to use; otherwise the first that is new enough is taken.

set -eu
cd "$(dirname "$0")/.."
lock=$1
venv=.venv
log=build/logs/install.log

say() { printf '%s\n' "$*"; }
fail() { printf '\n%s\n' "$*" >&2; exit 1; }

# A key of everything that the installation depends on: a changed file, another interpreter, and a
# checkout that was moved or copied (the environment's scripts hold its path) all differ here.
key() {
    { pwd; version "$venv/bin/python"
      cat "requirements/$lock.txt" pyproject.toml hatch_build.py requirements/install.sh
    } 2>/dev/null | sha256sum
}

is_current() {
    [ -x "$venv/bin/python" ] && is_wanted && [ "$(key)" = "$(cat "$venv/installed-$lock" 2>/dev/null)" ]
}

version() { "$1" -c 'import sys; print(sys.version)'; }

# Whether the environment's interpreter is the one asked for, where one is.
is_wanted() { [ -z "${PYTHON:-}" ] || [ "$(version "$PYTHON")" = "$(version "$venv/bin/python")" ]; }

runs_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

# The first interpreter that runs (a pyenv shim may be found and yet not run) and is new enough;
# one that can make environments wins over one that can't.
find_python() {
    if [ -n "${PYTHON:-}" ]; then
        runs_new_enough "$PYTHON" || fail "PYTHON=$PYTHON does not run, or is older than Python 3.11."
        say "$PYTHON"
        return
    fi
    second_best=
    for candidate in python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3; do
        runs_new_enough "$candidate" || continue
        if "$candidate" -c 'import ensurepip, venv' >/dev/null 2>&1; then
            say "$candidate"
            return
        fi
        : "${second_best:=$candidate}"
    done
    say "$second_best"
}

make_environment() {
    command -v git >/dev/null || requirements/system.sh git
    python=$(find_python)
    if [ -z "$python" ] || ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        [ -z "${PYTHON:-}" ] || fail "$PYTHON cannot make environments: it lacks the modules venv and ensurepip."
        # Debian keeps what makes environments in a package of its own.
        if [ -n "$python" ]; then requirements/system.sh python3-venv
        else requirements/system.sh python3 python3-venv
        fi
        python=$(find_python)
        [ -n "$python" ] || fail "No Python 3.11 or newer was found; install one, or name it: make PYTHON=/path/to/python3"
    fi
    say "Making $venv with $("$python" --version)"
    "$python" -m venv --clear "$venv"
}

pip() { "$venv/bin/python" -m pip --disable-pip-version-check --no-input --quiet "$@"; }

install() {
    rm -f "$venv/installed-$lock"
    say "Installing $(grep -c '==' "requirements/$lock.txt") locked packages (the first time takes a minute)"
    # Wheels only: nothing is compiled here and no package's build script is run.
    if ! { pip install --require-hashes --only-binary :all: --requirement "requirements/$lock.txt" &&
           pip install --no-deps --no-build-isolation --no-index --editable . ; } >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        fail "Installing failed; the lines above are the end of $log."
    fi
    key >"$venv/installed-$lock"
}

is_current && exit 0
mkdir -p build/logs
# One at a time: `make demo` and `make test` may be started together.
if [ -z "${PUBLISHER_INSTALLING:-}" ] && command -v flock >/dev/null; then
    PUBLISHER_INSTALLING=1 exec flock build/install.lock requirements/install.sh "$lock"
fi
if ! runs_new_enough "$venv/bin/python" || ! is_wanted || ! "$venv/bin/python" -c 'import pip' 2>/dev/null
then
    make_environment
fi
export PIP_ROOT_USER_ACTION=ignore
install
