// Checks in words: what does not add up, by how much, and what would settle it.

import { html, useComputed } from "./dom.js";
import { peek, reportOf, targetsOf } from "./document.js";
import { labelOf } from "./forms.js";
import { lang, t } from "./i18n.js";
import { difference, settling, sidesOf } from "./identities.js";
import { labelEnglish } from "./labels-en.js";
import { selected } from "./store.js";

export const named = (id) => (lang.value === "zh" ? labelOf(id).split(" · ").slice(1).join(" · ") : labelEnglish(id, true));

const fieldsOf = (doc, check) => (id) => peek(doc, `${reportOf(check.target)}/fields/${id}`);

// The alternatives of single fields that would make an identity hold: [{id, value, why}].
export function settledBy(doc, check) {
  const sides = sidesOf(check);
  if (!sides?.left.length || !sides.right.length) return [];
  const fieldOf = fieldsOf(doc, check);
  return difference(sides, (id) => fieldOf(id)?.value) === 0 ? [] : settling(sides, fieldOf);
}

// What fails, in sentences: as the reader found it, and as the values stand now where a
// correction has changed them.
export function checkWords(doc, check) {
  const fieldOf = fieldsOf(doc, check);
  const sides = sidesOf(check);
  const identity = sides?.left.length && sides.right.length;
  const lines = lang.value === "zh" && check.message ? [check.message] : [];
  if (identity) {
    const valueOf = (id) => fieldOf(id)?.value;
    const total = (ids) => ids.reduce((all, id) => all + (valueOf(id) ?? 0), 0);
    const [left, right] = [total(sides.left), total(sides.right)];
    const by = Math.abs(difference(sides, valueOf));
    const changed = [...sides.left, ...sides.right].some((id) => fieldOf(id)?.decided);
    if (!lines.length || changed || !lines[0].includes("相差")) lines.push(t(by === 0 ? "check.settled" : "check.by", { left, right, by, what: t(`sides.${check.id}`) }));
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
