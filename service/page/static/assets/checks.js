// Checks in words: what does not add up, by how much, and what would settle it.

import { html, useComputed } from "./dom.js";
import { peek, targetsOf } from "./document.js";
import { labelOf } from "./forms.js";
import { lang, t } from "./i18n.js";
import { difference, settling, sidesOf } from "./identities.js";
import { labelEnglish } from "./labels-en.js";
import { selected } from "./store.js";

const named = (id) => (lang.value === "zh" ? labelOf(id).split(" · ").slice(1).join(" · ") : labelEnglish(id, true));

export function checkWords(doc, check) {
  const report = Number(check.target.slice(0, check.target.indexOf("/")));
  const fieldOf = (id) => peek(doc, `${report}/fields/${id}`);
  const lines = [];
  if (lang.value === "zh" && check.message) lines.push(check.message);
  const sides = sidesOf(check);
  if (sides?.left.length && sides.right.length) {
    const valueOf = (id) => fieldOf(id)?.value;
    const by = difference(sides, valueOf);
    const total = (ids) => ids.reduce((all, id) => all + (valueOf(id) ?? 0), 0);
    lines.push(t(by === 0 ? "check.settled" : "check.by", {
      left: total(sides.left), right: total(sides.right), by: Math.abs(by),
      what: t(`sides.${check.id}`),
    }));
    for (const { id, value } of by === 0 ? [] : settling(sides, fieldOf).slice(0, 2)) {
      lines.push(t("check.settles", { what: named(id), value: value ?? t("state.blank"), now: valueOf(id) ?? t("state.blank") }));
    }
  } else if (lang.value === "en") {
    const found = check.found !== null && check.found !== undefined ? t("check.found", { found: check.found, expected: check.expected ?? "—" }) : "";
    lines.push([(check.fields ?? []).map(named).join("; "), found, check.message].filter(Boolean).join(" — "));
  }
  return lines;
}

export function Checks({ doc, report, onSelect }) {
  doc.touched.value;
  const all = targetsOf(doc, report, "checks").map((target) => peek(doc, target));
  const failing = all.filter((check) => check.status === "fail");
  const passed = all.filter((check) => check.status === "pass").length;
  const unknown = all.length - failing.length - passed;
  return html`<section class="panel" aria-labelledby="checks-title"><h2 id="checks-title">${t("checks")}</h2>
    <p class="summary">${t("checks.summary", { fail: failing.length, pass: passed, unknown })}</p>
    ${failing.length === 0 && html`<p class="hint">${t("checks.none")}</p>`}
    <ul class="check-list">${failing.map((check) => html`<${Entry} key=${check.target} doc=${doc} check=${check} onSelect=${onSelect} />`)}</ul></section>`;
}

function Entry({ doc, check, onSelect }) {
  const is = useComputed(() => selected.value === check.target).value;
  return html`<li class=${`severity-${check.severity}`}>
    <button type="button" data-target=${check.target} class=${is ? "is-selected" : ""} onClick=${() => onSelect(check.target)}>
      <b>${t(`check.${check.id}`)}</b>
      <span class="chip">${check.decision ? t(`decision.${check.decision}`) : t(`cause.${check.cause ?? "undecided"}`)}</span>
      <span class="words">${checkWords(doc, check).join(" ")}</span>
      ${check.note && html`<span class="note">${t("note")} ${check.note}</span>`}
    </button></li>`;
}
