#!/bin/sh
# Installs the system libraries that `make` targets need, and nothing that is already there.
#   packaging/system.sh run|test|bench
# On Debian and its kin the missing ones come from apt (through sudo unless root); elsewhere they are named and we go on.
set -eu

# What Qt, its X11 and Wayland platforms, and PortAudio load at run time, and one font with everything Latin.
run="libgl1 libegl1 libfontconfig1 libxkbcommon0 libdbus-1-3 libglib2.0-0 libportaudio2 fonts-dejavu-core
libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0
libxcb-xinerama0 libxcb-xkb1 libxkbcommon-x11-0 libwayland-cursor0 libwayland-egl1"
# A screen, a hand and a sound card for the tests: a virtual X server, xdotool, and a PulseAudio of their own.
test="xvfb xdotool imagemagick pulseaudio pulseaudio-utils libasound2-plugins"
# The peer that renders are measured beside.
bench="ffmpeg"

case "${1:-run}" in
run) wanted=$run ;;
test) wanted="$run $test" ;;
bench) wanted="$run $test $bench" ;;
*) echo "usage: $0 run|test|bench" >&2 && exit 2 ;;
esac

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    [ "$(uname -s)" = Linux ] && echo "Not a Debian system: install the counterparts of these yourself:" $wanted >&2
    exit 0
fi

installed() { # Newer releases renamed some libraries with a "t64" ending.
    dpkg-query -W -f '${Status}\n' "$1" "${1}t64" 2>/dev/null | grep -q '^install ok installed'
}

missing=""
for package in $wanted; do
    installed "$package" || missing="$missing $package"
done
[ -z "$missing" ] && exit 0

exec "$(dirname "$0")/apt-install.sh" $missing
