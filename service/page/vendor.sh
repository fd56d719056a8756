#!/bin/sh
# Fetch the page's modules anew and make their imports relative (a strict content policy
# forbids inline import maps). Run by hand: sh service/page/vendor.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out="$here/static/assets/vendor"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
fetch() { # package version folder
    npm pack --silent "$1@$2" >/dev/null
    mkdir "$3"
    tar xzf ./*.tgz -C "$3" --strip-components=1
    rm ./*.tgz
}
fetch preact 11.2.0 preact
fetch htm 3.1.1 htm
fetch @preact/signals 2.11.4 signals
fetch @preact/signals-core 1.14.5 signals-core
fetch uplot 1.6.32 uplot
mkdir -p "$out"
relative() { # the import lines are the only places where a quoted module name stands
    sed -e 's#"preact/hooks"#"./hooks.js"#g' -e 's#"preact"#"./preact.js"#g' \
        -e 's#"@preact/signals-core"#"./signals-core.js"#g' -e 's%//# sourceMappingURL=.*%%'
}
relative <preact/dist/preact.mjs >"$out/preact.js"
relative <preact/hooks/dist/hooks.mjs >"$out/hooks.js"
relative <htm/dist/htm.mjs >"$out/htm.js"
relative <signals/dist/signals.mjs >"$out/signals.js"
relative <signals-core/dist/signals-core.mjs >"$out/signals-core.js"
{ cat uplot/dist/uPlot.iife.min.js; printf '\nexport default uPlot;\n'; } >"$out/uplot.js"
cp uplot/dist/uPlot.min.css "$out/uplot.css"
for name in preact htm signals uplot; do cp "$name/LICENSE" "$out/LICENSE-$name.txt"; done
