#!/bin/sh
# Makes sure there is a Chromium for the browser tests, and letters as wide as those of a reader's own machine: what is
# there already, else Debian's own packages.
set -e
browser=""
for name in chromium chromium-browser google-chrome; do
    if [ -z "$browser" ] && command -v "$name" >/dev/null 2>&1; then browser=$(command -v "$name"); fi
done
packages=""
[ -n "$browser" ] || packages="chromium"
fc-list 2>/dev/null | grep -qiE "arial|liberation ?sans" || packages="$packages fonts-liberation"
if [ -z "$packages" ]; then
    echo "browser tests use $browser"
    exit 0
fi
if command -v apt-get >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ]; then as_root=""; else as_root="sudo -n"; fi
    # shellcheck disable=SC2086 # a list of names
    if $as_root apt-get update -qq && $as_root apt-get install -y -qq --no-install-recommends $packages >/dev/null; then
        exit 0
    fi
fi
echo "could not install for the browser tests:$packages; install these packages and run 'make test' again" >&2
[ -n "$browser" ] # without the letters some measures of pages differ; without a browser nothing can be tested
