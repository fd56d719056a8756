// Reports of the same template: what a correction in one of them offers here, and how many wait for
// what was corrected just now.

import { html, signal } from "./dom.js";
import * as api from "./api.js";
import { labelOf } from "./forms.js";
import { t } from "./i18n.js";
import { fieldId, peek } from "./document.js";
import { doc, forgetOthers, route, whenSaved } from "./store.js";

export const WHY = "sibling";
const kin = signal(null); // {document, report, target, count} of the last correction

const addressOf = ({ document, report, target }) => `#/review?${new URLSearchParams({ like: document, like_report: report, target })}`;

// After a correction: how many reports of the template still wait for the same cell. Those that
// were fetched ahead do not know of it yet.
whenSaved(async (held, changes) => {
  const change = changes.find((one) => corrects(held, one));
  if (!change) return;
  const found = { document: held.id, report: change.report ?? 0, target: change.target };
  try {
    const { fields } = await api.waiting({ like: found.document, like_report: found.report, target: found.target });
    kin.value = fields ? { ...found, count: fields } : null;
    if (fields) forgetOthers(held.id);
  } catch { /* it is only an offer */ }
});

function corrects(held, change) {
  if (change.decision || !/^(fields|legacy)\//.test(change.target)) return false;
  const machine = peek(held, `${change.report ?? 0}/${change.target}`)?.machine;
  return Boolean(machine) && (machine.value !== change.value || (change.value === null && machine.state !== change.state));
}

export function Kin() {
  const found = kin.value;
  if (!found || route.value.query.get("like")) return null; // they are gone through already
  return html`<a class="button kin" href=${addressOf(found)} title=${labelOf(fieldId(`0/${found.target}`))}>${t("kin.waiting", { count: found.count })}</a>`;
}

const AROUND = 24; // characters of the source on each side
const shown = ({ value, state }) => (value === null ? t(`state.${state}`) : value);
export const nameOf = ({ agency, year, document_name: name }) => [agency ?? name, year].filter(Boolean).join(" ");

// What is offered, in which report it was corrected, and what stands here.
export function KinSays({ other }) {
  const { from, span } = other;
  const part = (start, end) => doc.value.map.slice(Math.max(0, start), Math.max(0, end)).replace(/\s+/g, " ");
  const target = `${from.report}/${other.target}`;
  return html`<p class="kin-says"><a href=${`#/d/${from.document}?target=${encodeURIComponent(target)}`}>${t("kin.see")}</a> ${t("kin.says", { who: nameOf(from), value: shown(from) })}
    ${span && html`<q lang="zh">…${part(span[0] - AROUND, span[0])}<mark>${part(...span)}</mark>${part(span[1], span[1] + AROUND)}…</q>`}</p>`;
}
