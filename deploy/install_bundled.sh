#!/usr/bin/env bash
# Install this version from what make bundle packed beside it: no network is used.
# make upgrade calls it; Debian packages are installed where any is missing (amd64, as root).
set -euo pipefail
cd "$(dirname "$0")/.."
kept=$PWD/deploy/bundled
machine=$(dpkg --print-architecture)

fail() {
    printf '安装没有完成：%s\n' "$1" >&2
    exit 1
}

missing() {
    local package
    for package in $(sed '/^# What only the tests need/,$d' .ci/apt-packages.txt | grep -v '^#'); do
        dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || echo "$package"
    done
}

# apt NAME…: from the packages of the bundle alone
debian() {
    local place=$kept/apt
    mkdir -p "$place/lists/partial" "$place/archives/partial"
    echo "deb [trusted=yes] file:$kept/debs ./" >"$place/sources.list"
    apt-get -q -o Dir::Etc::sourcelist="$place/sources.list" -o Dir::Etc::sourceparts=- \
        -o Dir::State::lists="$place/lists" -o Dir::Cache::archives="$place/archives" \
        -o APT::Sandbox::User=root "$@"
}

packages() {
    local wanted
    wanted=$(missing | tr '\n' ' ')
    [ -n "$wanted" ] || return 0
    [ "$machine" = amd64 ] || fail "缺少系统软件包，请从本单位的软件源安装：apt-get install $wanted"
    [ "$(id -u)" -eq 0 ] || fail "缺少系统软件包，请用 root 执行。"
    debian update && DEBIAN_FRONTEND=noninteractive debian install -y --no-install-recommends $wanted ||
        fail "系统软件包没有装上，原因见上面。"
}

sound() {
    sha256sum --quiet -c SHA256SUMS || fail "文件不完整，请重新复制。"
}

python() {
    [ -d "$kept/$machine" ] || fail "这个包里没有 $machine 的软件包。"
    rm -rf .venv
    "${PYTHON:-python3}" -m venv .venv || fail "不能建立 .venv，请安装 python3-venv。"
    if [ "$machine" = arm64 ]; then
        .venv/bin/python -m pip install -q --no-index --find-links "$kept/arm64" setuptools wheel
    fi
    .venv/bin/python -m pip install -q --disable-pip-version-check --no-index --no-build-isolation \
        --find-links "$kept/$machine" -c constraints.txt -r requirements.txt ||
        fail "Python软件包没有装上，原因见上面。"
}

if [ "${1:-}" = apt ]; then # for other packages of the bundle: deploy/install_bundled.sh apt install postgresql
    shift
    debian update
    debian "$@"
    exit
fi
sound
packages
python
echo "已装好，没有使用网络。"
