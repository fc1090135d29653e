#!/bin/sh
# Installs the named packages with apt, as root or through sudo, without asking questions.
set -eu
as_root=""
if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "These packages are needed; install them as root, then run the same command again:" "$@" >&2
        exit 1
    fi
    as_root=sudo
fi
echo "Installing system packages:" "$@"
$as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q </dev/null
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@" </dev/null
