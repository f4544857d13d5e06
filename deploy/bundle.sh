#!/usr/bin/env bash
# make bundle: all that a machine without internet needs, as one archive in var/bundle/: this version
# of the program, wheels for amd64 and arm64, Debian packages for amd64, fonts.
# Needs internet, Debian 12 on amd64 with Python 3.11, and a .venv (make setup).
set -euo pipefail
cd "$(dirname "$0")/.."
name=portal-$(git log -1 --date=format:%Y%m%d --format=%cd-%h)
work=$PWD/var/bundle
tree=$work/$name
kept=$tree/deploy/bundled
pip=(.venv/bin/python -m pip --disable-pip-version-check -q)
arm=(--only-binary=:all: --python-version 3.11 --implementation cp
    --platform manylinux_2_28_aarch64 --platform manylinux_2_17_aarch64 --platform manylinux2014_aarch64)
services=(postgresql redis-server nginx git make)

say() { printf '\n== %s\n' "$1"; }

program() {
    rm -rf "$work"/portal-*/
    mkdir -p "$kept"/{amd64,arm64,debs} "$tree/var"
    git archive HEAD | tar -x -C "$tree"
    cp -a var/fonts/. "$tree/var/fonts"
}

# For amd64 whatever pip would install here; what has no wheel is built.
wheels_amd64() {
    "${pip[@]}" wheel -c constraints.txt -r requirements.txt -w "$kept/amd64"
}

# For arm64 the same versions; what nobody offers a wheel of comes as its source.
wheels_arm64() {
    local wheel base version
    for wheel in "$kept"/amd64/*.whl; do
        base=$(basename "$wheel")
        version=$(cut -d- -f2 <<<"$base")
        case $base in
        *-none-any.whl) cp "$wheel" "$kept/arm64" ;;
        *)
            "${pip[@]}" download --no-deps "${arm[@]}" -d "$kept/arm64" "${base%%-*}==$version" 2>/dev/null ||
                "${pip[@]}" download --no-deps --no-binary=:all: -d "$kept/arm64" "${base%%-*}==$version"
            ;;
        esac
    done
    "${pip[@]}" download --no-deps -d "$kept/arm64" setuptools wheel
}

# Everything from nothing: as if no package were installed.
debian() {
    local wanted
    wanted=$(sed '/^# What only the tests need/,$d' .ci/apt-packages.txt | grep -v '^#')
    mkdir -p "$work/state" "$kept/debs/partial"
    : >"$work/state/status"
    # shellcheck disable=SC2086 # a list of packages
    apt-get install -q -y --no-install-recommends --download-only \
        -o Dir::State::status="$work/state/status" -o Dir::Cache::archives="$kept/debs" \
        -o Debug::NoLocking=1 -o APT::Sandbox::User=root $wanted "${services[@]}" >"$work/apt.log"
    rm -rf "$kept/debs/partial" "$kept/debs/lock"
    index
}

index() {
    local deb
    for deb in "$kept"/debs/*.deb; do
        dpkg-deb -f "$deb"
        printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' \
            "$(basename "$deb")" "$(stat -c %s "$deb")" "$(sha256sum "$deb" | cut -d' ' -f1)"
    done >"$kept/debs/Packages"
}

pack() {
    (cd "$tree" && find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum >SHA256SUMS)
    tar -C "$work" -cf - "$name" | gzip -1 >"$work/$name.tar.gz"
    rm -rf "$tree" "$work/state"
    echo "$work/$name.tar.gz：$(du -h "$work/$name.tar.gz" | cut -f1)"
}

say "程序和字体"
program
say "Python软件包（amd64）"
wheels_amd64
say "Python软件包（arm64）"
wheels_arm64
say "Debian软件包（amd64）"
debian
say "打包"
pack
