#!/bin/sh
# Builds static/vendor again from the versions pinned in package.json; needs Node 20 and npm.
#   sh static/vendor/rebuild.sh
# A new version: change package.json, delete package-lock.json, run this, read the diff.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/package.json" "$work"
cp "$here/prosemirror/entry.js" "$work"
cd "$work"
if [ -f "$here/package-lock.json" ]; then
    cp "$here/package-lock.json" "$work"
    npm ci --ignore-scripts --no-audit --no-fund
else
    npm install --ignore-scripts --no-audit --no-fund --omit-lockfile-registry-resolved
    cp package-lock.json "$here"
fi

version() { node -p "require('./node_modules/$1/package.json').version"; }

cp node_modules/htmx.org/dist/htmx.min.js node_modules/htmx.org/LICENSE "$here/htmx"
version htmx.org > "$here/htmx/VERSION"

mkdir -p "$here/frappe-gantt"
cp node_modules/frappe-gantt/dist/frappe-gantt.es.js "$here/frappe-gantt/frappe-gantt.js"
cp node_modules/frappe-gantt/dist/frappe-gantt.css "$here/frappe-gantt"
cp node_modules/frappe-gantt/license.txt "$here/frappe-gantt/LICENSE"
version frappe-gantt > "$here/frappe-gantt/VERSION"

node node_modules/esbuild/bin/esbuild entry.js --bundle --format=esm --minify --target=es2020 \
    --charset=utf8 --legal-comments=none --outfile="$here/prosemirror/prosemirror.js"
: > "$here/prosemirror/VERSION"
: > "$here/prosemirror/LICENSE"
for name in $(cd node_modules && ls -d prosemirror-* orderedmap rope-sequence w3c-keyname); do
    echo "$name $(version "$name")" >> "$here/prosemirror/VERSION"
    { echo "== $name =="; cat "node_modules/$name/LICENSE"; echo; } >> "$here/prosemirror/LICENSE"
done
