#!/usr/bin/env bash
# Install what the portal needs: Debian packages, .venv with the pinned requirements, fonts, .env.
# Usage: .ci/setup.sh [--tests]   (--tests: also what make test and make check need)
# What is there already is left alone, so that a second run takes seconds.
set -euo pipefail
cd "$(dirname "$0")/.."

tests=${1:-}
python=${PYTHON:-python3}
list=.ci/apt-packages.txt
log=var/setup.log

fail() {
    printf '\n安装没有完成：%s\n' "$1" >&2
    exit 1
}

wanted_packages() {
    if [ "$tests" = --tests ]; then cat "$list"; else sed '/^# What only the tests need/,$d' "$list"; fi |
        grep -v '^#'
}

missing_packages() {
    local package
    for package in $(wanted_packages); do
        is_there "$package" || echo "$package"
    done
}

# A Node from elsewhere brings its own npm, beside which Debian's cannot be installed.
is_there() {
    dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed ||
        { [ "$1" = npm ] && command -v npm >/dev/null; }
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

update_lists() {
    as_root apt-get update -q || fail "取不到软件源目录。请检查网络和 /etc/apt/sources.list，再重新执行。"
}

install_packages() {
    local missing
    command -v apt-get >/dev/null && command -v dpkg-query >/dev/null ||
        fail "这里不是 Debian 系统，没有 apt-get。请在 Debian 12 上运行，或自行装好 $list 中的软件。"
    missing=$(missing_packages | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null ||
        fail "缺少系统软件包，而当前用户不是 root，也没有 sudo。请管理员执行：apt-get install $missing"
    echo "正在安装系统软件包（首次需要几分钟）：$missing"
    update_lists
    # shellcheck disable=SC2086 # a list of packages
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing ||
        fail "系统软件包没有装上，原因见上面的输出。请检查网络和磁盘空间，再重新执行。"
}

check_python() {
    command -v "$python" >/dev/null || fail "找不到 $python。请安装 Python 3.11，或用 PYTHON=路径 指明。"
    "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' ||
        fail "$("$python" --version) 不受支持，需要 Python 3.11 至 3.13。可用 PYTHON=路径 指明另一个 Python。"
}

make_venv() {
    [ -x .venv/bin/python ] && .venv/bin/python -c '' 2>/dev/null && return 0
    check_python
    echo "正在建立 Python 虚拟环境（.venv）……"
    rm -rf .venv
    "$python" -m venv .venv || fail "不能建立 .venv。请安装软件包 python3-venv，再重新执行。"
}

# install_python LIST: unless that very list has been installed already
install_python() {
    local stamp=.venv/.installed-$1 status
    cat constraints.txt requirements.txt "$1" | cmp -s - "$stamp" && return 0
    echo "正在安装 Python 软件包（$1，首次需要几分钟）……"
    set +e
    .venv/bin/python -m pip install --progress-bar off --disable-pip-version-check \
        -c constraints.txt -r "$1" 2>&1 |
        tee "$log" | grep --line-buffered -E '^ *(Collecting|Building|Installing|ERROR|error)'
    status=${PIPESTATUS[0]}
    set -e
    [ "$status" -eq 0 ] || explain_pip "$1"
    cat constraints.txt requirements.txt "$1" >"$stamp"
}

explain_pip() {
    tail -n 5 "$log" >&2
    if grep -qE 'Failed building wheel|Failed to build|pg_config|Python\.h' "$log"; then
        fail "有软件包需要编译，但缺少编译器或头文件。请安装：apt-get install gcc libc6-dev python3-dev libpq-dev，再重新执行。"
    fi
    fail "Python 软件包没有装上（$1）。请检查网络，或用 pip config 指明可用的镜像，再重新执行。全部输出在 $log。"
}

# The linter of scripts and styles, unless that very list has been installed already.
install_npm() {
    local stamp=node_modules/.installed
    cmp -s package-lock.json "$stamp" && return 0
    echo "正在安装脚本和样式的检查工具（package-lock.json）……"
    npm ci --no-audit --no-fund >"$log" 2>&1 || {
        tail -n 5 "$log" >&2
        fail "脚本和样式的检查工具没有装上。请检查网络，或用 npm config 指明可用的镜像，再重新执行。全部输出在 $log。"
    }
    cp package-lock.json "$stamp"
}

write_env() {
    [ -e .env ] && return 0
    (
        umask 077
        {
            echo "# 由 make setup 生成；各项设置见 README。密钥不要外传，也不要提交。"
            echo "PORTAL_SECRET_KEY=$(.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(50))')"
        } >.env.part
        mv .env.part .env
    )
}

# The fonts come out of Debian packages that are unpacked, not installed.
fetch_fonts() {
    if [ ! -d var/fonts ] && ! apt-cache show texlive-lang-chinese >/dev/null 2>&1; then update_lists; fi
    sh plans/rendering/fetch_fonts.sh
}

mkdir -p var
install_packages
make_venv
install_python requirements.txt
if [ "$tests" = --tests ]; then
    install_python requirements-dev.txt
    install_npm
fi
write_env
fetch_fonts
