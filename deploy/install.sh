#!/usr/bin/env bash
# Put account, folders, settings, systemd units and the nginx site of this machine in place.
# Usage, as root, in the folder of the program: deploy/install.sh NAME   (NAME: the portal's host name)
# What is there already is kept, units and page of nginx excepted. DESTDIR=FOLDER: only write, there.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd -P)
name=${1:?用法：deploy/install.sh 平台的域名，例如 deploy/install.sh portal.example}
root=${DESTDIR:-}
cores=${CORES:-$(nproc)}

fail() {
    printf '安装没有完成：%s\n' "$1" >&2
    exit 1
}

folder() { # MODE OWNER GROUP PATH
    mkdir -p "$root$4"
    chmod "$1" "$root$4"
    [ -n "$root" ] || chown "$2:$3" "$4"
}

account() {
    [ -z "$root" ] || return 0
    [ "$(id -u)" -eq 0 ] || fail "请用 root 执行（sudo deploy/install.sh $name）。"
    getent passwd portal >/dev/null ||
        useradd --system --user-group --home-dir /var/lib/portal --no-create-home --shell /usr/sbin/nologin portal
    getent group www-data >/dev/null || fail "没有用户组 www-data。请先安装 nginx：apt-get install nginx"
}

folders() {
    folder 755 root root /srv/portal
    folder 750 root portal /etc/portal
    folder 711 portal portal /var/lib/portal
    folder 700 portal portal /var/lib/portal/files
    folder 2750 portal www-data /var/lib/portal/static # nginx serves it, the portal writes it
    folder 700 portal portal /srv/portal-backups
}

settings() {
    local file=$root/etc/portal/portal.env key
    [ -e "$file" ] && return 0
    key=$("${PYTHON:-python3}" -c 'import secrets; print(secrets.token_urlsafe(50))')
    (umask 027 && sed "s/@KEY@/$key/; s/@NAME@/$name/" "$here/deploy/portal.env.example" >"$file")
    [ -n "$root" ] || chown root:portal "$file"
    echo "已写好 /etc/portal/portal.env：请核对里面的数据库、Redis 和邮件服务器。密钥请另外抄存。"
}

units() {
    mkdir -p "$root/etc/systemd/system"
    cp "$here"/deploy/systemd/portal* "$root/etc/systemd/system/"
}

site() {
    local available=$root/etc/nginx/sites-available enabled=$root/etc/nginx/sites-enabled port
    mkdir -p "$available" "$enabled"
    if [ ! -e "$available/portal" ]; then
        sed "s/portal\.example/$name/" "$here/deploy/nginx/portal.conf" >"$available/portal"
        ln -sf ../sites-available/portal "$enabled/portal"
    fi
    for port in $(ports); do echo "server 127.0.0.1:$port fail_timeout=2s;"; done \
        >"$root/etc/portal/web-processes.conf"
}

ports() { seq 8001 $((8000 + cores)); }

next() {
    local web
    web=$(ports | sed 's/^/portal-web@/' | tr '\n' ' ')
    [ -n "$root" ] || systemctl daemon-reload
    cat <<TEXT
已安装到这台机器。接下来（详见 docs/operations.md）：
  1. 证书放到 /etc/portal/tls/fullchain.pem 和 key.pem，然后 nginx -t && systemctl reload nginx
  2. 核对 /etc/portal/portal.env，然后 make -C $here upgrade
  3. systemctl enable --now portal.target ${web}portal-worker portal-clock portal-beat portal-backup.timer
     （内置方式：systemctl enable --now portal.service portal-backup.timer）
TEXT
}

account
folders
settings
units
site
next
