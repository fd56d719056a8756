// Smaller parts of the bench: what cleaning found, the legend, how many checks fail, and what is
// said where there is no report.

import { html, useComputed, useSignal } from "./dom.js";
import * as actions from "./actions.js";
import * as api from "./api.js";
import { STATES } from "./cells.js";
import { t } from "./i18n.js";
import { openChecks } from "./lines.js";
import * as queue from "./queue.js";
import { doc, open, say } from "./store.js";

export function Cleaning() {
  const kinds = doc.value.result.cleaning ?? [];
  if (!kinds.length) return null;
  return html`<ul class="kinds">${kinds.map((entry) => html`<li key=${entry.kind} class=${`k-${entry.kind}`}>${t(`cleaning.${entry.kind}`)} <b>${entry.count}</b></li>`)}</ul>`;
}

// How many checks of this report wait for a decision; pressing it goes to the next.
export function Failing() {
  const count = useComputed(() => openChecks.value.length).value;
  if (!count) return null;
  return html`<button type="button" class="failing-count" onClick=${actions.toNextFailing}><b>≠ ${count}</b> <span>${t("failing.open")}</span> <kbd>n</kbd></button>`;
}

const EXAMPLES = { blank: "／", absent: "—" };

export function Legend() {
  return html`<details class="legend"><summary>${t("legend")}</summary><ul>
    ${STATES.map((state) => html`<li key=${state}><span class=${`sample cell s-${state}`}>${EXAMPLES[state] ?? "12"}</span> ${t(`state.${state}`)}</li>`)}
    ${["doubt", "poor", "done", "flagged", "conflict"].map((kind) => html`<li key=${kind}><span class=${`sample cell s-observed c-${kind}`}>12</span> ${t(`legend.${kind}`)}</li>`)}
    <li><span class="sample cell s-observed has-check">12</span> ${t("legend.check")}</li></ul></details>`;
}

export function Nothing({ held }) {
  const reasons = held?.result.rejected ?? [];
  return html`<div class="panel nothing"><h2>${t("nothing")}</h2><p>${t("nothing.what")}</p>
    <ul>${reasons.map((one) => html`<li key=${one.span.join()}><b>${t(`rejected.${one.reason}`)}</b>
      <q>${held.map.slice(one.span[0], Math.min(one.span[1], one.span[0] + 40)).trim()}</q></li>`)}</ul>
    <p>${t("nothing.wrong")}</p>
    <p class="row"><a class="button" href="#/">${t("nothing.again")}</a>
      ${held && html`<a class="button" href=${api.originalAddress(held.id)} download>${t("original")}</a>`}</p></div>`;
}

const WAITS = ["no-result"]; // it is being read
const GONE = ["not-found", "invalid"]; // there is nothing to try again

// A document that cannot be shown: why, and what can be done about it.
export function Unopened({ id, problem }) {
  const trying = useSignal(false);
  const [waits, gone] = [WAITS, GONE].map((codes) => codes.includes(problem.code));
  const again = async () => {
    trying.value = true;
    try {
      if (!waits) await api.submitAgain(id);
    } catch (error) {
      say(error.message, "problem");
    }
    await open(id).then(() => queue.forDocument(doc.value)).catch(() => {});
    trying.value = false;
  };
  return html`<div class="page unopened"><h1>${t(waits ? "open.waits" : "open.failed")}</h1>
    <p class=${waits ? "hint" : "problem"} role="alert">${problem.problem?.title && problem.problem.title !== problem.message ? `${problem.problem.title}：` : ""}${problem.message}</p>
    ${!gone && html`<p class="hint">${t(waits ? "open.waits.what" : "open.again.what")}</p>`}
    <p class="row">${!gone && html`<button type="button" class="primary" disabled=${trying.value} onClick=${again}>${t(trying.value ? "submit.reading" : waits ? "open.look" : "open.again")}</button>
      <a class="button" href=${api.originalAddress(id)} download>${t("original")}</a>`}
      <a class="button" href="#/documents">${t("open.back")}</a></p></div>`;
}
