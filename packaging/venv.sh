#!/bin/sh
# Makes the virtual environment .venv with a Python of 3.11 to 3.13, installing Debian's venv package where it lacks.
set -eu
cd "$(dirname "$0")/.."

suits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }
find_python() {
    for name in python3.11 python3.12 python3.13 python3; do
        command -v "$name" >/dev/null && suits "$name" && echo "$name" && return
    done
}

[ -x .venv/bin/python ] && suits .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1 && exit 0

python=$(find_python)
if [ -z "$python" ] && command -v apt-get >/dev/null; then
    packaging/apt-install.sh python3 python3-venv
    python=$(find_python)
fi
if [ -z "$python" ]; then
    echo "Wordtape needs Python 3.11, 3.12 or 3.13, which was not found here. Install it and run the same command again." >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip' 2>/dev/null && command -v apt-get >/dev/null; then
    packaging/apt-install.sh "$("$python" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')"
fi
"$python" -m venv --clear .venv
