// The work bench: source on the left, tables on the right, the bar of the looked-at target below.
// A report and the review queue share it.

import { html, useEffect, useSignal } from "./dom.js";
import { Checks } from "./checks.js";
import { Facts, Identity, Sections } from "./facts.js";
import { Counter, Focus } from "./focus.js";
import { t } from "./i18n.js";
import { exportOpen } from "./keys.js";
import * as queue from "./queue.js";
import { tableOf } from "./forms.js";
import { fieldId, reportOf } from "./document.js";
import { Source } from "./source.js";
import { doc, open, problem, reportIndex, selected, showCleaning, toggleCleaning } from "./store.js";
import { Legacy, TableFour, TableThree, TableTwo } from "./tables.js";

const onSelect = (target) => queue.show(target);

export function ReportView({ id, wanted }) {
  useEffect(() => {
    open(id).then((found) => {
      queue.forDocument(found);
      if (wanted && found.views.has(wanted)) queue.show(wanted);
      else if (queue.items.value.length) queue.goTo(0);
    }).catch(() => {});
  }, [id]);
  if (problem.value) return html`<p class="page problem" role="alert">${t("open.failed")} ${problem.value.message}</p>`;
  if (!doc.value || doc.value.id !== id) return html`<p class="page" role="status">${t("loading")}</p>`;
  return html`<${Bench} />`;
}

export function Bench() {
  const held = doc.value;
  const index = Math.min(reportIndex.value, Math.max(0, held.reports.length - 1));
  const report = held.reports[index];
  const pane = useSignal("tables");
  return html`<div class=${`bench shows-${pane.value}`}>
    <div class="bench-head">
      <h1 title=${held.name}>${report?.agency?.value ?? held.name ?? t("untitled")}
        <small>${[report?.year?.value, report && t(`form.${report.form?.value}`)].filter(Boolean).join(" · ")}</small></h1>
      ${held.reports.length > 1 && html`<label class="which">${t("report.which")} <select value=${index} onChange=${(event) => { reportIndex.value = Number(event.target.value); }}>
        ${held.reports.map((one, i) => html`<option value=${i} key=${i}>${i + 1}. ${one.agency?.value ?? "—"} ${one.year?.value ?? ""}</option>`)}</select></label>`}
      <${Counter} />
      <div class="tools">
        <label class="toggle"><input type="checkbox" checked=${showCleaning.value} onChange=${toggleCleaning} /> ${t("cleaning.show")}</label>
        <button type="button" onClick=${() => { exportOpen.value = true; }}>${t("export")}</button>
      </div>
      <div class="switch" role="group" aria-label=${t("pane")}>
        ${["source", "tables"].map((one) => html`<button type="button" key=${one} aria-pressed=${pane.value === one} onClick=${() => { pane.value = one; }}>${t(`pane.${one}`)}</button>`)}</div>
    </div>
    ${held.result.incomplete && html`<p class="warning" role="note">${t("incomplete")} ${held.result.incomplete}</p>`}
    <section class="pane source" aria-label=${t("source")}>
      <header class="pane-head"><h2>${t("source")}</h2><${Cleaning} /></header>
      <${Source} doc=${held} onSelect=${onSelect} />
    </section>
    <section class="pane sheet" aria-label=${t("sheet")} tabindex="0">
      ${report ? html`<${Sheet} held=${held} index=${index} key=${`${held.id}/${index}`} />` : html`<${Nothing} held=${held} />`}
    </section>
    <${Focus} />
  </div>`;
}

function Cleaning() {
  const kinds = doc.value.result.cleaning ?? [];
  if (!kinds.length) return null;
  return html`<ul class="kinds">${kinds.map((entry) => html`<li key=${entry.kind} class=${`k-${entry.kind}`}>${t(`cleaning.${entry.kind}`)} <b>${entry.count}</b></li>`)}</ul>`;
}

function Sheet({ held, index }) {
  const only = queue.mode.value === "table" && selected.value && reportOf(selected.value) === index
    ? tableOf(fieldId(selected.value)) : 0;
  const shows = (number) => !only || only === number;
  useEffect(() => bringSelected(), [selected.value, queue.mode.value]);
  const properties = { doc: held, report: index, onSelect };
  return html`
    <${Identity} ...${properties} />
    <${Legend} />
    ${shows(2) && html`<div class="scroll"><${TableTwo} ...${properties} /></div>`}
    ${shows(3) && html`<div class="scroll"><${TableThree} ...${properties} /></div>`}
    ${shows(4) && html`<div class="scroll"><${TableFour} ...${properties} /></div>`}
    ${!only && html`<${Legacy} ...${properties} /><${Checks} ...${properties} />
    <${Sections} ...${properties} /><${Facts} ...${properties} />`}`;
}

// Scroll the sheet so that the looked-at cell can be seen; the keyboard's focus follows it only
// where it was in the sheet already.
function bringSelected() {
  const sheet = document.querySelector(".pane.sheet");
  const cell = sheet?.querySelector(".cell.is-selected, .badge.is-selected, .check-list .is-selected");
  if (!cell) return;
  const frame = sheet.getBoundingClientRect();
  const place = cell.getBoundingClientRect();
  if (place.top < frame.top + 90 || place.bottom > frame.bottom - 30) sheet.scrollTop += place.top - frame.top - frame.height / 2.5;
  const across = cell.closest(".scroll");
  if (across) {
    const inner = across.getBoundingClientRect();
    if (place.left < inner.left || place.right > inner.right) across.scrollLeft += place.left - inner.left - inner.width / 2;
  }
}

function Legend() {
  return html`<details class="legend"><summary>${t("legend")}</summary><ul>
    ${["observed", "crosswalk", "narrative", "inferred", "blank", "absent"].map((state) => html`<li key=${state}><span class=${`sample cell s-${state}`}><span>${{ observed: "12", crosswalk: "12", narrative: "12", inferred: "12", blank: "／", absent: "—" }[state]}</span><i class="sign" aria-hidden="true">${{ crosswalk: "旧", narrative: "文", inferred: "推", blank: "空", absent: "缺" }[state] ?? ""}</i></span> ${t(`state.${state}`)}</li>`)}
    ${["doubt", "poor", "done", "flagged"].map((kind) => html`<li key=${kind}><span class=${`sample cell s-observed c-${kind}`}><span>12</span></span> ${t(`legend.${kind}`)}</li>`)}</ul></details>`;
}

function Nothing({ held }) {
  const reasons = held.result.rejected ?? [];
  return html`<div class="panel nothing"><h2>${t("nothing")}</h2>
    <ul>${reasons.map((one) => html`<li key=${one.span.join()}>${t(`rejected.${one.reason}`)} <small>${one.span.join("–")}</small></li>`)}</ul>
    ${held.result.model && html`<p class="hint">${t("model")} ${held.result.model}</p>`}</div>`;
}

