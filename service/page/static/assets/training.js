// Training on what was reviewed: start, watch, and see which fields the new model wins and loses.

import { html, useEffect, useSignal } from "./dom.js";
import * as api from "./api.js";
import { labelOf } from "./forms.js";
import { called, spoken, t, when } from "./i18n.js";
import { isAdmin, say } from "./store.js";

const SHOWN = 200;

export function Training({ onEnded }) {
  const runs = useSignal(null);
  const put = (run) => { runs.value = [run, ...(runs.value ?? []).filter((one) => one.id !== run.id)].sort((a, b) => (a.created_at < b.created_at ? 1 : -1)); };
  useEffect(() => {
    api.trainingRuns().then(({ items }) => { runs.value = items; }).catch(() => { runs.value = []; });
  }, []);
  const start = async (options) => {
    try {
      const { status, data } = await api.train(options);
      put(data);
      if (status === 200) say(t("train.same"));
    } catch (error) {
      say(`${t("train.failed")} ${error.message}`, "problem");
    }
  };
  const busy = (runs.value ?? []).some((run) => !api.OVER.includes(run.state));
  return html`<section class="training" aria-labelledby="training-title"><h2 id="training-title">${t("train.title")}</h2>
    <p class="hint">${t("train.what")}</p>
    <div class="row"><button type="button" class="primary" disabled=${busy || !isAdmin()} onClick=${() => start({})}>${t("train.start")}</button>
      <button type="button" disabled=${busy || !isAdmin()} aria-describedby="quick-what" onClick=${() => start({ quick: true })}>${t("train.quick")}</button>
      <span class="hint" id="quick-what">${isAdmin() ? t("train.quick-what") : t("models.admin")}</span></div>
    ${(runs.value ?? []).map((run) => html`<${Run} key=${run.id} run=${run} put=${put} onEnded=${onEnded} />`)}</section>`;
}

function Run({ run, put, onEnded }) {
  const open = useSignal(!api.OVER.includes(run.state));
  const lines = useSignal([]);
  useEffect(() => {
    if (api.OVER.includes(run.state)) return undefined;
    const events = new EventSource(`v1/training-runs/${encodeURIComponent(run.id)}/events`);
    events.addEventListener("line", (event) => {
      const line = JSON.parse(event.data);
      lines.value = [...lines.value.filter((one) => one.n !== line.n), line].slice(-6);
    });
    events.addEventListener("progress", (event) => put(JSON.parse(event.data)));
    events.addEventListener("end", (event) => {
      events.close();
      put(JSON.parse(event.data));
      onEnded();
    });
    return () => events.close();
  }, [run.id]);
  const show = () => {
    open.value = !open.value;
    if (open.value && api.OVER.includes(run.state) && !run.verdict) {
      api.trainingRun(run.id).then(put).catch((error) => say(error.message, "problem"));
    }
  };
  const now = lines.value.at(-1) ?? run.progress;
  const running = !api.OVER.includes(run.state);
  return html`<article class=${`run is-${run.state}`}><h3><button type="button" class="quiet" aria-expanded=${open.value} onClick=${show}>${when(run.created_at)}</button>
      <span class="chip">${t(`run.${run.state}`)}</span>${run.quick && html` <span class="chip">${t("train.quick")}</span>`}
      ${run.promoted === true && html` <span class="chip is-current">${t("run.promoted")}</span>`}${run.promoted === false && html` <span class="chip">${t(run.quick ? "run.tried" : "run.kept")}</span>`}</h3>
    ${running && html`<p>${now?.total ? html`<progress key="counted" max=${now.total} value=${now.done} aria-label=${t("train.title")}></progress>` : html`<progress key="open" aria-label=${t("train.title")}></progress>`} <span role="status">${now ? spoken(now) : t("item.queued")}</span>
      <button type="button" disabled=${!isAdmin()} onClick=${() => api.cancelTraining(run.id).then(put).catch((error) => say(error.message, "problem"))}>${t("batch.cancel")}</button></p>`}
    ${run.failure && html`<p class="problem">${worded("run-failure", run.failure)}</p>`}
    ${open.value && html`<${Outcome} run=${run} />`}</article>`;
}

// What the service says by a code, in the reader's language; its own words where the page has none.
function worded(group, { code, where, message }) {
  const words = called(group, code);
  if (words === code) return spoken(message ?? code);
  return where && code !== "gold-field" && code !== "gold-outside" ? `${called("form", where)}：${words}` : words;
}

const RISES = ["wrong outside review"]; // figures of which less is better
const signed = (value) => (typeof value === "number" ? `${value > 0 ? "+" : ""}${(value * 100).toFixed(2)}%` : "—");

const exact = (value) => `${(Math.min(1, value) * 100).toFixed(2)}%`;
const promised = ({ threshold, level }) => `${exact(threshold)}${t(typeof level === "number" ? "run.level" : "run.no-level", { level: typeof level === "number" ? exact(level) : "" })}`;

function Outcome({ run }) {
  const verdict = run.verdict;
  const learned = run.learned ?? {};
  return html`<div class="outcome">
    ${Object.keys(learned).length > 0 && html`<p class="hint">${t("run.learned", { documents: learned["reviewed documents"] ?? 0, fields: learned["reviewed fields"] ?? 0, wordings: Object.keys(learned.wordings ?? {}).length })}</p>`}
    ${(run.reasons ?? []).length > 0 && html`<ul>${run.reasons.map((reason) => html`<li key=${reason.code + reason.where}>${worded("reason", reason)}</li>`)}</ul>`}
    ${verdict?.thresholds && html`<p>${t("run.thresholds", { before: promised(verdict.thresholds.before), now: promised(verdict.thresholds.now) })}</p>`}
    ${verdict?.changes && html`<div class="scroll" tabindex="0" role="region" aria-label=${t("run.changes")}><table class="list"><caption>${t("run.changes")}</caption><thead><tr><th scope="col">${t("models.form")}</th>
      ${Object.keys(Object.values(verdict.changes)[0] ?? {}).map((name) => html`<th scope="col" key=${name}>${called("figure", name)}</th>`)}</tr></thead>
      <tbody>${Object.entries(verdict.changes).map(([where, figures]) => html`<tr key=${where}><th scope="row">${called("form", where)}</th>
        ${Object.entries(figures).map(([name, one]) => html`<td key=${name} class=${`number${(RISES.includes(name) ? one?.value > 0 : one?.value < 0) ? " bad" : ""}`}>${signed(one?.value ?? one)}</td>`)}</tr>`)}</tbody></table></div>`}
    ${verdict && html`<div class="won-lost"><${Fields} title="run.won" list=${verdict.won} /><${Fields} title="run.lost" list=${verdict.lost} />${verdict.contested?.length > 0 && html`<${Fields} title="run.contested" list=${verdict.contested} />`}</div>`}</div>`;
}

// Fields that one model reads right and the other does not, or that the new one is sure of against
// what a person said once; those of stored documents lead there.
function Fields({ title, list = [] }) {
  return html`<div><h4>${t(title, { count: list.length })}</h4><ul class="entries">${list.slice(0, SHOWN).map((one, i) => html`<li key=${i}>${one.document
    ? html`<a href=${`#/d/${one.document}?target=${encodeURIComponent(`${one.report}/fields/${one.field}`)}`}>${labelOf(one.field)}</a>`
    : labelOf(one.field)} <small>${one.name}</small></li>`)}</ul></div>`;
}
