#!/usr/bin/env bash
# make upgrade: this folder's version takes the place of the one in use, or is installed first.
# Usage, as root, in the folder of the new version:  make upgrade
# Stops at the first thing that does not go, with the way back; the version before is not touched.
#   PORTAL_HOME  folder of the versions (/srv/portal)    BACKUPS  (/srv/portal-backups)
set -euo pipefail

here=$(cd "$(dirname "$0")/.." && pwd -P)
home=${PORTAL_HOME:-/srv/portal}
backups=${BACKUPS:-/srv/portal-backups}/before-upgrade
export PORTAL_ENV_FILE=${PORTAL_ENV_FILE:-/etc/portal/portal.env}
systemctl=${SYSTEMCTL:-systemctl}
current=$home/current
before=$(readlink -e "$current" || true)
patience=${PATIENCE:-180} # seconds that a process has to answer
which_file="from config.settings import DATABASES as d; d = d['default']
print(d['NAME'] if 'sqlite3' in d['ENGINE'] else '')"
file= # of SQLite
stopped=
backup=
changed=

main() {
    local began=$SECONDS steps
    [ -r "$PORTAL_ENV_FILE" ] || fail "读不到设置文件 $PORTAL_ENV_FILE。首次安装请先执行 deploy/install.sh。"
    say "安装软件包（平台照常运行）"
    prepare
    file=$(portal -c "$which_file") || fail "读不出设置，原因见上面。"
    steps=$(portal manage.py showmigrations --plan 2>"$log") || fail "数据库不能用：$(tail -n 1 "$log")"
    if grep -q '^\[ \]' <<<"$steps"; then
        say "数据表有变化，停止平台"
        stop_all
        make_backup
        migrate
        check
        switch
        start_all
    else
        say "数据表没有变化，逐个重新启动，不停止服务"
        make_backup
        check
        switch
        restart_in_turn
    fi
    say "完成，用时$((SECONDS - began))秒：$(portal -c 'from config import settings; print(settings.VERSION)')"
}

say() { printf '\n== %s\n' "$1"; }

# What failed, then what stands and what leads back.
fail() {
    printf '\n升级没有完成：%s\n' "$1" >&2
    exit 1
}

way_back() {
    [ -z "$backup" ] || echo "升级之前的备份：$backup"
    [ -n "$before" ] && [ "$before" != "$here" ] || return 0
    if [ -z "$stopped$changed" ] && [ "$(readlink -f "$current")" = "$before" ]; then
        echo "原来的版本没有动过，仍在运行。处理好原因后，再执行一次 make upgrade。"
        return 0
    fi
    echo "数据都在。可以处理好原因后再执行一次 make upgrade，或者按下面几行退回原来的版本："
    echo "  ln -sfn $before $current"
    if [ -n "$changed" ]; then
        echo "  $systemctl stop portal.target portal.service; sleep 60"
        put_aside
        echo "  cd $before && PORTAL_ENV_FILE=$PORTAL_ENV_FILE $(as_portal_words).venv/bin/python manage.py restore --replace $backup"
    fi
    echo "  $systemctl start ${units:-portal.target}"
}

# An older program does not restore over tables that it does not know: they are put aside, not lost.
put_aside() {
    if [ -n "$file" ]; then
        echo "  mkdir -p ${file%/*}/failed && mv $file* ${file%/*}/failed/"
    else
        echo "  cd $before && PORTAL_ENV_FILE=$PORTAL_ENV_FILE $(as_portal_words).venv/bin/python manage.py dbshell -- -c \"ALTER SCHEMA public RENAME TO failed; CREATE SCHEMA public\""
    fi
}

# Where the account is there and we may, what touches data runs under it.
as_portal_words() { if [ "$(id -u)" -eq 0 ] && getent passwd portal >/dev/null; then echo "runuser -u portal -- "; fi; }

portal() (
    cd "$here"
    # shellcheck disable=SC2046 # words, or none
    exec $(as_portal_words) .venv/bin/python "$@"
)

prepare() {
    [ -e "$here/.env" ] || ln -s "$PORTAL_ENV_FILE" "$here/.env"
    if [ -d "$before/var/fonts" ] && [ ! -d "$here/var/fonts" ]; then
        mkdir -p "$here/var" && cp -a "$before/var/fonts" "$here/var/fonts"
    fi
    if [ -d "$here/deploy/bundled" ]; then
        "$here/deploy/install_bundled.sh" || fail "软件包没有装上，原因见上面。"
    else
        "$here/.ci/setup.sh" || fail "软件包没有装上，原因见上面。"
    fi
    portal manage.py check >/dev/null || fail "新版本不能启动，原因见上面；多半是设置文件里缺了一项。"
}

running() {
    "$systemctl" list-units --plain --no-legend --state=active,activating,failed 'portal*.service' 2>/dev/null |
        sed 's/^[● ]*//' | cut -d' ' -f1 | grep -v '^portal-backup' || true
}

stop_all() {
    stopped=yes
    units=$(running | paste -sd " ")
    # shellcheck disable=SC2086 # a list of units
    [ -z "$units" ] || "$systemctl" stop $units || fail "平台停不下来。"
}

make_backup() {
    [ -n "$before" ] || return 0
    say "备份到 $backups"
    local told # kept whatever else is kept: another one of this day must not take its place
    told=$(PORTAL_BACKUP_KEEP=off portal manage.py backup "$backups" 2>"$log") ||
        fail "没有备份成，数据没有动过：$(tail -n 1 "$log")"
    echo "$told"
    backup=$(sed -n 's/^备份完成：//p' <<<"$told")
}

migrate() {
    say "改数据表"
    changed=yes
    portal manage.py migrate --noinput --verbosity=1 || fail "数据表没有改成，原因见上面。"
}

check() {
    say "启动之前的检查"
    portal manage.py check_start --collect || fail "还不能启动，见上面标着“不能启动”的各行。"
}

switch() { ln -sfn "$here" "$current.new" && mv -T "$current.new" "$current"; }

start_all() {
    local unit
    say "启动"
    for unit in $units; do "$systemctl" start "$unit" || fail "$unit 没有启动。"; done
    for unit in $units; do answers "$unit"; done
    stopped=
}

restart_in_turn() {
    local unit
    for unit in $(running); do
        "$systemctl" restart "$unit" || fail "$unit 没有启动。"
        answers "$unit"
        echo "$unit 已换成新版本"
    done
}

# A web process counts when it says that it is alive; of the others systemd knows.
answers() {
    local end=$((SECONDS + patience)) ask
    ask='import urllib.request as r; from config import settings as s
r.urlopen(f"http://{s.HOST}:{s.PORT}/healthz".replace("0.0.0.0", "127.0.0.1"), timeout=5)'
    case $1 in
    portal-web@*) port=${1#portal-web@} && export PORT=${port%.service} ;;
    portal.service) ;;
    *) return 0 ;;
    esac
    until portal -c "$ask" 2>/dev/null; do
        [ "$SECONDS" -lt "$end" ] || fail "$1 在${patience}秒内没有应答。请看 journalctl -u $1 -n 50。"
        sleep 1
    done
}

end() {
    local status=$?
    rm -f "$log"
    [ "$status" -eq 0 ] || way_back >&2
}

log=$(mktemp)
trap end EXIT
main "$@"
exit
