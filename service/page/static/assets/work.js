// The work bench: source on the left, tables on the right, the bar of the looked-at target below.
// A report and the review queue share it.

import { effect, html, signal, useComputed, useEffect, useLayoutEffect, useSignal } from "./dom.js";
import { startLights } from "./cells.js";
import { Checks } from "./checks.js";
import { Facts, Identity, Sections } from "./facts.js";
import { Counter, Focus } from "./focus.js";
import { Failing, Legend, Nothing, Cleaning, Unopened } from "./bench-parts.js";
import { t } from "./i18n.js";
import { exportOpen } from "./keys.js";
import { Kin } from "./kin.js";
import * as queue from "./queue.js";
import { tableOf } from "./forms.js";
import { fieldId, reportOf } from "./document.js";
import { panelAddress } from "./panel.js";
import { arrange, bringSelected } from "./scroll.js";
import { PagePicture, pagesOf, pictured, togglePictured } from "./pictured.js";
import { Source } from "./source.js";
import { doc, hovered, open, problem, reportIndex, selected, showCleaning, shownReport, toggleCleaning } from "./store.js";
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
  if (problem.value) return html`<${Unopened} id=${id} problem=${problem.value} />`;
  if (!doc.value || doc.value.id !== id) return html`<p class="page" role="status">${t("loading")}</p>`;
  return html`<${Bench} />`;
}

export function Bench() {
  const pane = useSignal("tables");
  useLayoutEffect(startLights, []);
  const picture = useComputed(() => pictured.value && pagesOf(doc.value).length > 0).value;
  return html`<div class=${`bench${picture ? " shows-picture" : ""} shows-${pane.value}${showCleaning.value ? " shows-cleaning" : ""}`}>
    <${Head} pane=${pane} />
    <${Incomplete} />
    <section class="pane source" aria-label=${t("source")}>
      <header class="pane-head"><h2>${t("source")}</h2><${Cleaning} /></header>
      <${Source} onSelect=${onSelect} />${picture && html`<${PagePicture} onSelect=${onSelect} />`}
    </section>
    <section class="pane sheet" aria-label=${t("sheet")} tabindex="0"><${Sheet} /></section>
    <${Focus} />
  </div>`;
}

function Head({ pane }) {
  const held = doc.value;
  const index = shownReport.value;
  const report = held.reports[index];
  const views = (name) => held.views.get(`${index}/${name}`)?.value.value;
  return html`<div class="bench-head">
    <h1 title=${held.name}>${views("agency") ?? held.name ?? t("untitled")}
      <small>${[views("year"), report && t(`form.${views("form")}`)].filter(Boolean).join(" · ")}</small></h1>
    ${held.reports.length > 1 && html`<label class="which">${t("report.which")} <select value=${index} onChange=${(event) => { reportIndex.value = Number(event.target.value); }}>
      ${held.reports.map((one, i) => html`<option value=${i} key=${i}>${i + 1}. ${one.agency?.value ?? "—"} ${one.year?.value ?? ""}</option>`)}</select></label>`}
    <${Counter} /><${Failing} /><${Kin} />
    <div class="tools">
      ${pagesOf(held).length > 0 && html`<label class="toggle is-picture"><input type="checkbox" checked=${pictured.value} onChange=${togglePictured} /> ${t("picture.show")}</label>`}
      <label class="toggle"><input type="checkbox" checked=${showCleaning.value} onChange=${toggleCleaning} /> ${t("cleaning.show")}</label>
      ${views("agency") && html`<a class="button over-years" href=${panelAddress(views("agency"))}>${t("panel")}</a>`}
      <button type="button" onClick=${() => { exportOpen.value = true; }}>${t("export")}</button>
    </div>
    <div class="switch" role="group" aria-label=${t("pane")}>
      ${["source", "tables"].map((one) => html`<button type="button" key=${one} aria-pressed=${pane.value === one} onClick=${() => { pane.value = one; }}>${t(`pane.${one}`)}</button>`)}</div>
  </div>`;
}

function Incomplete() {
  const reason = doc.value.result.incomplete;
  return reason && html`<p class="warning" role="note">${t("incomplete")} ${reason}</p>`;
}

// The document whose lists are drawn: it follows the shown one once the reviewer rests on it,
// because the lists under the tables are long and seldom in sight.
const LATER = 400;
const calm = signal(null);

function followCalmly() {
  let timer = null;
  const stop = effect(() => {
    const next = { held: doc.value, index: shownReport.value };
    clearTimeout(timer);
    if (calm.peek()?.held && next.held && calm.peek().held !== next.held) timer = setTimeout(() => { calm.value = next; }, LATER);
    else calm.value = next;
  });
  return () => {
    stop();
    clearTimeout(timer);
    calm.value = null;
  };
}

function Sheet() {
  useLayoutEffect(followCalmly, []);
  useLayoutEffect(() => effect(() => {
    doc.value;
    queue.mode.value;
    arrange("sheet", selected.value ? bringSelected : null);
  }), []);
  const only = useComputed(() => (queue.mode.value === "table" && selected.value && /\/(fields|legacy)\//.test(selected.value)
    && reportOf(selected.value) === shownReport.value ? tableOf(fieldId(selected.value)) : 0)).value;
  const empty = useComputed(() => !doc.value?.reports.length).value;
  if (empty) return html`<${Nothing} held=${doc.value} />`;
  const shows = (number) => !only || only === number;
  return html`<${Who} /><${Legend} />
    <div class="tables" onClick=${(event) => {
      const target = event.target.closest("[data-target]")?.dataset.target;
      if (target) onSelect(target);
    }} onKeyDown=${(event) => {
      const cell = event.key === " " && event.target.closest(".cell");
      if (!cell) return;
      event.preventDefault();
      onSelect(cell.dataset.target);
    }} onMouseOver=${(event) => { hovered.value = event.target.closest("[data-target]")?.dataset.target ?? null; }} onMouseLeave=${() => { hovered.value = null; }}>
      ${shows(2) && html`<div class="scroll"><${TableTwo} /></div>`}
      ${shows(3) && html`<div class="scroll"><${TableThree} /></div>`}
      ${shows(4) && html`<div class="scroll"><${TableFour} /></div>`}
      ${!only && html`<${Legacy} />`}
    </div>
    ${!only && html`<${Lists} />`}`;
}

function Who() {
  const held = doc.value;
  return held.reports.length > 0 && html`<${Identity} doc=${held} report=${shownReport.value} onSelect=${onSelect} />`;
}

function Lists() {
  const now = calm.value;
  const stale = useComputed(() => calm.value?.held !== doc.value).value;
  if (!now?.held?.reports.length) return null;
  const properties = { doc: now.held, report: now.index, onSelect };
  return html`<div class=${`lists${stale ? " is-stale" : ""}`} key=${`${now.held.id}/${now.index}`}>
    <${Checks} ...${properties} /><${Sections} ...${properties} /><${Facts} ...${properties} /></div>`;
}
