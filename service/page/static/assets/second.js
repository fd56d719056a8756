// Second readings: fields that somebody else decided, read once more from the source, with what the
// machine read and nobody's answer. What is said here is only compared.

import { html, useEffect, useLayoutEffect, useRef, useSignal } from "./dom.js";
import { readNumber } from "./actions.js";
import * as api from "./api.js";
import { labelOf } from "./forms.js";
import { percent, t } from "./i18n.js";
import { needsKey, say } from "./store.js";
import { offsetMap } from "./text.js";

const PAGE = 50;
const AROUND = 4000; // characters of the source on each side

export function SecondView() {
  const items = useSignal(null);
  const more = useSignal(null);
  const failed = useSignal(null);
  const asked = useRef(0);
  const load = () => { // the last asked counts: an earlier refusal may come after it
    const mine = asked.current += 1;
    failed.value = null;
    return api.secondReadings({ limit: PAGE }).then((page) => {
      if (mine !== asked.current) return;
      items.value = page.items;
      more.value = page.next;
    }).catch((error) => { if (mine === asked.current) failed.value = error; });
  };
  useEffect(() => { load(); }, [needsKey.value]); // again once signed in
  const done = (item) => {
    items.value = items.value.filter((one) => one !== item);
    if (!items.value.length && more.value) load();
  };
  const skip = () => { items.value = [...items.value.slice(1), items.value[0]]; };
  const item = items.value?.[0];
  return html`<div class="page wide second"><h1>${t("second.title")} ${item && html`<small role="status">${t(more.value ? "second.more" : "second.left", { count: items.value.length })}</small>`}</h1>
    <p class="hint">${t("second.what")}</p>
    ${failed.value ? html`<p class="problem" role="alert">${failed.value.message}</p>`
      : !items.value ? html`<p role="status">${t("loading")}</p>`
      : item ? html`<${Reading} key=${item.n} item=${item} onDone=${done} onSkip=${skip} />`
      : html`<div class="empty"><p>${t("second.none")}</p><p><a class="button" href="#/models">${t("nav.models")}</a></p></div>`}
  </div>`;
}

function Reading({ item, onDone, onSkip }) {
  const box = useRef(null);
  const busy = useRef(false);
  const answer = async (said) => {
    if (busy.current) return;
    busy.current = true;
    try {
      await api.answerSecond(item.n, said);
      say(t("second.kept"), "done");
      onDone(item);
    } catch (error) {
      if (error.code === "not-found") {
        say(t("second.gone"));
        onDone(item);
      } else say(`${t("second.failed")} ${error.message}`, "problem");
    } finally {
      busy.current = false;
    }
  };
  const typed = () => {
    const value = readNumber(box.current.value);
    if (value === null) say(t("correct.not-a-number"), "problem");
    else answer({ value, state: ["blank", "absent"].includes(item.state) ? "observed" : item.state });
  };
  const accept = () => answer({ decision: "accepted" });
  const acts = [["Enter", "↵", "act.accept", accept], ["b", "b", "act.blank", () => answer({ value: null, state: "blank" })],
    ["x", "x", "act.absent", () => answer({ value: null, state: "absent" })], ["s", "s", "act.skip", onSkip]];
  useLayoutEffect(() => { // before the next key: none must be lost between two fields
    const onKey = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.target.closest?.("input, dialog[open]")) return;
      if (event.key === "Enter" && event.target.closest?.("button, a[href]")) return;
      const found = acts.find(([key]) => key === event.key);
      const digit = /^[0-9]$/.test(event.key);
      if (!found && !digit && event.key !== "e") return;
      event.preventDefault();
      if (found) return found[3]();
      box.current.value = digit ? event.key : "";
      box.current.focus();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [item]);
  return html`<div class="second-parts"><${Place} item=${item} />
    <section class="looked" aria-label=${t("focus.label")}><p class="path">${labelOf(item.field)}</p><p class="hint">${[item.agency ?? item.document_name, item.year].filter(Boolean).join(" · ")}</p>
      <p class="reading">${t("second.machine")} <strong class="number">${item.value ?? t(`state.${item.state}`)}</strong> <span class="chip">${t("confidence")} ${percent(item.confidence)}</span></p>
      <form onSubmit=${(event) => { event.preventDefault(); typed(); }}><label>${t("second.value")} <input ref=${box} name="answer" inputmode="decimal" autocomplete="off" size="9"
        onKeyDown=${(event) => { if (event.key === "Escape") { box.current.value = ""; box.current.blur(); } }} /></label> <button type="submit">${t("ask.ok")}</button></form>
      <div class="acts" role="toolbar" aria-label=${t("focus.actions")}>${acts.map(([key, k, what, run]) => html`<button type="button" key=${key} class=${`act${key === "Enter" ? " strong" : ""}`} onClick=${run}><kbd>${k}</kbd><span>${t(what)}</span></button>`)}</div>
    </section></div>`;
}

// The source around the value; where no number is printed, around what is printed nearest.
function Place({ item }) {
  const found = useSignal(null);
  const failed = useSignal(null);
  const mark = useRef(null);
  useEffect(() => { api.machineDocument(item.document).then((doc) => { found.value = doc; }).catch((error) => { failed.value = error; }); }, [item]);
  useLayoutEffect(() => { mark.current?.scrollIntoView({ block: "center" }); }, [found.value]);
  if (failed.value) return html`<p class="problem" role="alert">${failed.value.message}</p>`;
  if (!found.value) return html`<p role="status">${t("loading")}</p>`;
  const map = offsetMap(found.value.text);
  const [start, end] = item.span ?? nearest(found.value.result.reports?.[item.report], item) ?? [0, 0];
  const part = (from, to) => map.slice(Math.max(0, from), Math.max(0, to));
  return html`<section class="second-source" aria-label=${t("second.source")} tabindex="0" lang="zh">${part(start - AROUND, start)}<mark ref=${mark} class=${item.span ? "" : "is-near"}>${part(start, end)}</mark>${part(end, end + AROUND)}</section>`;
}

function nearest(report, item) {
  const entries = Object.entries(report?.[item.group] ?? {});
  const at = entries.findIndex(([id]) => id === item.field);
  const printed = entries.map(([, entry], i) => ({ span: entry.span, away: Math.abs(i - at) })).filter((one) => one.span);
  return printed.sort((a, b) => a.away - b.away)[0]?.span ?? report?.span.slice(0, 1).flatMap((s) => [s, s]);
}
