// What random looks at fields outside review found, and how unlike what was learned the documents
// of each month are.

import { html, useEffect, useSignal } from "./dom.js";
import * as api from "./api.js";
import { t } from "./i18n.js";

const percent = (value, digits) => `${(value * 100).toFixed(digits)}%`;

const shown = (threshold) => percent(Math.min(1, threshold), 2);

export function Watch() {
  const told = useSignal(null);
  const drift = useSignal(null);
  const failed = useSignal(null);
  useEffect(() => {
    api.auditEstimate().then((data) => { told.value = data; }).catch((error) => { failed.value = error; });
    api.drift().then((data) => { drift.value = data; }).catch((error) => { failed.value = error; });
  }, []);
  return html`<section class="watch" aria-labelledby="watch-title"><h2 id="watch-title">${t("watch.title")}</h2>
    ${failed.value && html`<p class="problem">${failed.value.message}</p>`}
    ${told.value && html`<${Audits} told=${told.value} />`}
    ${drift.value && html`<${Drift} items=${drift.value.items} expected=${drift.value.expected} />`}</section>`;
}

function Audits({ told }) {
  const found = told.estimate;
  const promise = percent(told.promise, 1);
  if (!found?.audited) return html`<p class="audits">${t("audits.none")}</p>`;
  return html`<p class="audits">${t("audits.found", { audited: found.audited, documents: found.documents, wrong: found.wrong, rate: percent(found.rate, 2), low: percent(found.low, 2), high: percent(found.high, 2) })}</p>
    ${told.counts?.contested > 0 && html`<p class="hint">${t("audits.contested", { count: told.counts.contested })}</p>`}
    ${told.warning && html`<p class="problem" role="alert">${t("audits.warning", { promise })}</p>`}
    ${told.tightened?.threshold && html`<p>${t("audits.tightened", { threshold: shown(told.tightened.threshold) })}</p>`}
    ${told.tightened?.unlike && html`<p>${t("audits.tightened-unlike", { threshold: shown(told.tightened.unlike.threshold) })}</p>`}`;
}

function Drift({ items, expected }) {
  if (!items.length) return html`<p class="hint">${t("drift.none")}</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${t("drift.title")}><table class="list drift"><caption>${t("drift.title")} <small>${t("drift.expected", { share: percent(expected, 0) })}</small></caption>
    <thead><tr><th scope="col">${t("drift.month")}</th><th scope="col">${t("figure.documents")}</th><th scope="col">${t("drift.unlike")}</th><th scope="col">${t("drift.share")}</th></tr></thead>
    <tbody>${items.map((one) => html`<tr key=${one.month}><th scope="row">${one.month}</th><td class="number">${one.documents}</td><td class="number">${one.unlike}</td>
      <td class=${`number${one.share > 2 * expected ? " bad" : ""}`}>${percent(one.share, 1)}</td></tr>`)}</tbody></table></div>`;
}
