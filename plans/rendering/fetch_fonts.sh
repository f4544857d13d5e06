#!/bin/sh
# Fetch the fonts that go into our PDF files, into var/fonts: the five Fandol faces from
# Debian's texlive-lang-chinese (unpacked, not installed: no TeX needed) and a Latin-only
# Liberation Serif with their vertical metrics. Does nothing when all are there.
# Usage: plans/rendering/fetch_fonts.sh [PYTHON]   (a Python that has fontTools)
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
python=${1:-$root/.venv/bin/python}
target=$root/var/fonts
fandol="FandolFang-Regular FandolKai-Regular FandolHei-Regular FandolSong-Regular FandolSong-Bold"
latin="LiberationSerifLatin-Regular LiberationSerifLatin-Bold"
stroked="FandolFang FandolKai" # have no bold: the same file by another name, drawn with a stroke

complete() {
    for name in $fandol; do [ -s "$target/$name.otf" ] || return 1; done
    for name in $latin; do [ -s "$target/$name.ttf" ] || return 1; done
}

unpack() { # package: download it into $work and unpack it there
    echo "字体：正在下载 $1 ……"
    if ! (cd "$work" && apt-get download -q "$1" >"$1.log" 2>&1); then
        echo "字体下载失败：取不到软件包 $1。请检查网络和软件源（先执行 apt-get update），再重新执行。" >&2
        tail -n 3 "$work/$1.log" >&2
        exit 1
    fi
    dpkg-deb -x "$work/$1"_*.deb "$work"
    rm -f "$work/$1"_*.deb
}

link() {
    for name in $stroked; do ln -sf "$name-Regular.otf" "$target/$name-Stroked.otf"; done
}

if complete; then
    link
    echo "字体：已齐备（var/fonts）。"
    exit 0
fi
mkdir -p "$target"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work" # apt run as root drops its rights while it downloads
unpack texlive-lang-chinese
unpack fonts-liberation2
for name in $fandol; do
    cp "$work/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/$name.otf" "$target/part"
    mv "$target/part" "$target/$name.otf"
done
for face in Regular Bold; do
    (cd "$root" && "$python" -m plans.rendering.latin_font \
        "$work/usr/share/fonts/truetype/liberation2/LiberationSerif-$face.ttf" \
        "$target/LiberationSerifLatin-$face.ttf")
done
complete
link
echo "字体：已放入 var/fonts。"
