#!/bin/sh
# Make .venv hold exactly what requirements.lock names, plus this project in editable form; $1 is the stamp to leave.
set -eu
cd "$(dirname "$0")/.."
stamp=$1
venv_python=.venv/bin/python

has_pip() { "$venv_python" -m pip --version >/dev/null 2>&1; }

# Debian splits ensurepip off; the same wheel may still be on the disk, and pip runs from its wheel.
pip_from_a_wheel() {
    for wheel in /usr/share/python-wheels/pip-*.whl /usr/share/python*/wheels/pip-*.whl; do
        if [ -f "$wheel" ]; then
            "$venv_python" "$wheel/pip" install --quiet --no-index --find-links "$(dirname "$wheel")" pip && return 0
        fi
    done
    return 1
}

pip_from_the_system() {
    "$1" -m pip --python "$venv_python" install --quiet pip >/dev/null 2>&1
}

pip_from_debian() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
    apt-get update -qq >/dev/null && apt-get install -y -qq python3-pip-whl >/dev/null && pip_from_a_wheel
}

make_venv() {
    python=$(tools/find_python.sh)
    rm -rf .venv
    echo "Creating .venv with $python" >&2
    "$python" -m venv .venv >/dev/null 2>&1 || "$python" -m venv --clear --without-pip .venv
    has_pip || pip_from_a_wheel || pip_from_the_system "$python" || pip_from_debian || {
        rm -rf .venv
        echo "This Python has no pip and cannot make one. On Debian or Ubuntu: sudo apt-get install python3-venv" >&2
        exit 1
    }
}

if ! "$venv_python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || ! has_pip; then
    make_venv
fi
"$venv_python" -m pip install --quiet --disable-pip-version-check --require-hashes -r tools/bootstrap.lock
UV_PYTHON=$PWD/$venv_python
export UV_PYTHON
.venv/bin/uv pip sync --quiet --require-hashes requirements.lock
.venv/bin/uv pip install --quiet --no-deps --no-build-isolation --editable .
rm -f .venv/.stamp-*
touch "$stamp"
