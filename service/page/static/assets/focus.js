// The bar under the tables: the target that is looked at, what the machine thinks, what can be
// done, each with its key; and the line where a number or a note is typed.

import { html, useLayoutEffect, useRef } from "./dom.js";
import * as actions from "./actions.js";
import { checkWords, named } from "./checks.js";
import { fieldId } from "./document.js";
import { formField, labelOf } from "./forms.js";
import { called, lang, percent, t } from "./i18n.js";
import { labelEnglish } from "./labels-en.js";
import { KinSays, WHY, nameOf } from "./kin.js";
import * as queue from "./queue.js";
import { doc, moving, selected, undoDepth } from "./store.js";
import { shown, signOf, wished } from "./cells.js";
import * as outbox from "./outbox.js";
import { amountOf, checksOn, openChecks } from "./lines.js";

const Act = ({ k, what, run, off, strong }) => html`<button type="button" class=${`act${strong ? " strong" : ""}`} disabled=${off}
  onClick=${run}><kbd>${k}</kbd><span>${t(what)}</span></button>`;

export function Focus() {
  const target = selected.value;
  const view = target && doc.value?.views.get(target)?.value;
  const check = view && actions.isCheck(view);
  return html`${actions.asking.value ? html`<div class="over-focus"><${Ask} /></div>` : null}
  <section class=${`focus${moving.value ? " is-moving" : ""}${check ? " is-check" : ""}`} aria-label=${t("focus.label")} aria-busy=${moving.value}>
    ${!view ? html`<${Rest} />` : check
      ? html`<${CheckFocus} view=${view} />` : html`<${FieldFocus} view=${view} target=${target} />`}
  </section>`;
}

// Nothing is looked at: what there is to do here.
function Rest() {
  const waiting = queue.remaining.value;
  const failing = openChecks.value.length;
  if (!doc.value?.reports.length) return html`<p class="hint">${t("focus.nothing")}</p>`;
  return html`<div class="looked"><p><b>${waiting ? t("focus.waiting", { count: waiting }) : t("focus.no-waiting")}</b> ${failing ? t("focus.failing", { count: failing }) : ""}</p>
      <p class="hint">${t("focus.none")}</p></div>
    <div class="acts" role="toolbar" aria-label=${t("focus.actions")}>
      ${waiting > 0 && html`<${Act} k="s" what="act.begin" run=${actions.skip} strong />`}
      ${failing > 0 && html`<${Act} k="n" what="act.failing" run=${actions.toNextFailing} strong=${!waiting} />`}
    </div>`;
}

// The failing checks that speak about the looked-at field, each a press away.
function OnField({ view }) {
  const found = checksOn(view.id);
  if (!found.length || view.kind !== "fields") return null;
  return html`<span class="on-field">${found.slice(0, 3).map(({ target, check }) => {
    const by = amountOf(check);
    return html`<button type="button" key=${target} class="quiet warn" data-target=${target} onClick=${() => queue.show(target)} title=${check.message}>≠ ${t(`check.${check.id}`)}${by ? ` ${t("check.short", { by })}` : ""}</button>`;
  })}</span>`;
}

// The label of a field in the reader's language, and beside English the official one.
const labels = (id) => (lang.value === "zh" ? [labelOf(id)] : [labelEnglish(id), labelOf(id)]);

const AROUND = 18; // characters of the source on each side

// Where the value stands, in its line: for screens that show the source or the tables, not both.
function Excerpt({ span }) {
  const { map } = doc.value;
  if (!span) return null;
  const part = (start, end) => map.slice(Math.max(0, start), Math.max(0, end)).replace(/\s+/g, " ");
  return html`<p class="excerpt" lang="zh">…${part(span[0] - AROUND, span[0])}<mark>${part(...span)}</mark>${part(span[1], span[1] + AROUND)}…</p>`;
}

// Whether the looked-at field is asked at random, though it is outside review.
const isAudit = (target) => {
  const item = queue.current.value;
  return Boolean(item?.audit) && item.target === target && item.document === doc.value?.id;
};

function FieldFocus({ view, target }) {
  const numeric = view.state !== undefined;
  const others = view.alternatives ?? [];
  const offered = others[actions.alternative.value];
  const [label, other] = numeric ? labels(fieldId(target)) : [t(`single.${view.kind}`)];
  return html`<div class="looked" aria-live="polite">
      <p class="path">${label}${other && html`<small lang="zh">${other}</small>`}</p>
      <p class="reading"><strong class="number">${shown(view)}</strong> <span class="unit">${formField(view.id)?.unit ?? ""}</span>
        ${numeric && html`<span class=${`chip s-${view.state}`}>${signOf(view.state)} ${t(`state.${view.state}`)}</span>`}
        <span class="chip">${view.decided ? t("cell.reviewed") : `${t("confidence")} ${percent(view.confidence)}`}</span>
        ${isAudit(target) && html`<span class="chip audit" title=${t("audit.why")}>${t("audit.chip")}</span>`}
        ${view.relation && html`<span class="chip">${view.relation}</span>`}
        ${view.raw !== null && view.raw !== undefined && html`<span class="raw">${t("raw")} <q>${view.raw}</q></span>`}
        ${view.note && html`<span class="raw">${t("note")} ${view.note}</span>`}</p>
      <${Excerpt} span=${view.span ?? view.sources?.[0]} />
      <${Conflict} view=${view} target=${target} />
      <p class="others"><${OnField} view=${view} />${others.length > 0 && html`<span>${t("alternatives")}</span>${others.map((other, i) => html`<button type="button" key=${i}
        class=${`other${i === actions.alternative.value ? " is-offered" : ""}`} onClick=${() => actions.takeAlternative(i)}>
        <b>${other.value === null ? t(`state.${other.state ?? "blank"}`) : other.value}</b> <small>${other.why === WHY ? t("kin.of", { who: nameOf(other.from) }) : called("why", other.why)}</small></button>`)}`}</p>
      ${offered?.why === WHY && html`<${KinSays} other=${{ ...offered, target: `${view.kind}/${view.id}` }} />`}
    </div>
    <div class="acts" role="toolbar" aria-label=${t("focus.actions")}>
      <${Act} k="↵" what="act.accept" run=${actions.accept} strong />
      <${Act} k="e" what="act.correct" run=${() => actions.ask("correct")} off=${!numeric} />
      <${Act} k="b" what="act.blank" run=${actions.markBlank} off=${!numeric} />
      <${Act} k="x" what="act.absent" run=${actions.markAbsent} off=${!numeric} />
      <${Act} k="t" what="act.alternative" run=${() => actions.takeAlternative()} off=${!others.length} />
      <${Act} k="s" what="act.skip" run=${actions.skip} />
      <${Act} k="f" what="act.flag" run=${() => actions.ask("flag")} />
      <${Act} k="u" what="act.undo" run=${actions.undo} off=${!undoDepth.value} />
    </div>`;
}

// Two decisions about the same: which one holds is for the reviewer to say.
function Conflict({ view, target }) {
  if (!view.conflict) return null;
  const { mine, theirs } = view.conflict;
  const choose = (own) => {
    const entry = outbox.conflictAt(doc.value.id, target);
    if (entry) outbox.resolve(entry, own);
  };
  return html`<p class="settle in-conflict"><span>${t("outbox.conflict")}</span>
    <button type="button" onClick=${() => choose(true)}>${t("outbox.keep-mine")} <b>${wished(mine)}</b></button>
    <button type="button" onClick=${() => choose(false)}>${t("outbox.keep-theirs")} <b>${theirs.author ?? ""} ${wished(theirs)}</b></button></p>`;
}

function CheckFocus({ view }) {
  const words = checkWords(doc.value, view);
  const settled = actions.settlements();
  return html`<div class="looked check" aria-live="polite">
      <p class="path">${t(`check.${view.id}`)} <span class=${`chip cause-${view.cause}`}>${t(`cause.${view.cause ?? "undecided"}`)}</span>
        ${view.decision && html`<span class="chip">${t(`decision.${view.decision}`)}${view.note ? `：${view.note}` : ""}</span>`}</p>
      ${words.map((line) => html`<p key=${line}>${line}</p>`)}
      ${settled.length > 0 && html`<p class="settle"><span>${t("check.settles")}</span>${settled.slice(0, 3).map(({ id, value, now }, i) => html`<button type="button" key=${id} onClick=${() => actions.settle(settled[i])}>
        ${i === 0 && html`<kbd>t</kbd>`} ${named(id)} <b>${now ?? t("state.blank")} → ${value ?? t("state.blank")}</b></button>`)}</p>`}
      ${view.basis && html`<p class="basis">${t("basis")} ${view.basis}</p>`}
    </div>
    <div class="acts" role="toolbar" aria-label=${t("focus.actions")}>
      <${Act} k="c" what="act.confirm" run=${() => actions.ask("confirmed")} strong />
      <${Act} k="d" what="act.dismiss" run=${() => actions.ask("dismissed")} strong />
      <${Act} k="n" what="act.failing" run=${actions.toNextFailing} />
      <${Act} k="u" what="act.undo" run=${actions.undo} off=${!undoDepth.value} />
    </div>`;
}

function Ask() {
  const box = useRef(null);
  const { what, text } = actions.asking.value;
  const back = () => {
    actions.asking.value = null;
    document.activeElement?.blur();
  };
  useLayoutEffect(() => { // before the next key: a second digit must land in the box
    box.current.focus();
    box.current.setSelectionRange(/^\d$/.test(text) ? text.length : 0, text.length);
  }, [what]);
  return html`<form class="ask" onSubmit=${(event) => {
    event.preventDefault();
    if (actions.answer(box.current.value)) document.activeElement?.blur();
  }}>
    <label for="ask-box">${t(`ask.${what}`)}</label>
    <input id="ask-box" ref=${box} defaultValue=${text} autocomplete="off" inputmode=${what === "correct" ? "decimal" : "text"}
      onKeyDown=${(event) => { if (event.key === "Escape") back(); }} />
    <button type="submit"><kbd>↵</kbd> ${t("ask.ok")}</button>
    <button type="button" onClick=${back}><kbd>Esc</kbd> ${t("ask.cancel")}</button>
  </form>`;
}

export function Counter() {
  const count = queue.remaining.value;
  const total = queue.total.value;
  if (!total) return null;
  return html`<div class="counter" role="status"><b>${count}</b> ${t("counter.left")}
    <progress max=${total} value=${total - count} aria-label=${t("counter.progress")}></progress></div>`;
}
