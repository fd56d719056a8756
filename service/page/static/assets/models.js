// The models: which is in use, its card, how far its confidence can be trusted, and where it errs.

import { html, useEffect, useSignal } from "./dom.js";
import * as api from "./api.js";
import { Chart } from "./charts.js";
import { t, when } from "./i18n.js";
import { theme } from "./theme.js";

export function ModelsView() {
  const found = useSignal(null);
  const failed = useSignal(null);
  const chosen = useSignal(null);
  useEffect(() => {
    api.models().then((data) => {
      found.value = data;
      const items = data.items ?? data.models ?? [];
      chosen.value = (items.find(inUse) ?? items[0])?.id ?? null;
    }).catch((error) => { failed.value = error; });
  }, []);
  if (failed.value) return html`<div class="page"><h1>${t("models")}</h1><p class="problem" role="alert">${failed.value.message}</p></div>`;
  if (!found.value) return html`<p class="page" role="status">${t("loading")}</p>`;
  const items = found.value.items ?? found.value.models ?? [];
  const model = items.find((one) => one.id === chosen.value);
  return html`<div class="page models"><h1>${t("models")}</h1>
    ${!model && html`<p class="hint">${t("models.none")}</p>`}
    ${items.length > 1 && html`<label>${t("model")} <select onChange=${(event) => { chosen.value = event.target.value; }}>${items.map((one) => html`<option key=${one.id} value=${one.id} selected=${one.id === chosen.value}>${one.id}${inUse(one) ? ` · ${t("model.current")}` : ""}</option>`)}</select></label>`}
    ${model && html`<${Model} model=${model} key=${model.id} />`}</div>`;
}

const inUse = (model) => model.current || model.in_use || model.state === "current" || model.state === "promoted";

function Model({ model }) {
  const metrics = model.metrics ?? {};
  return html`<p class="model-head"><b>${model.id}</b> ${inUse(model) && html`<span class="chip">${t("model.current")}</span>`} <small>${when(model.created_at)}</small></p>
    <div class="charts"><${Reliability} bins=${pick(metrics, "reliability")} /><${RiskCoverage} points=${pick(metrics, "risk_coverage")} /></div>
    ${["form", "damage", "layout"].map((by) => html`<${Breakdown} key=${by} by=${by} rows=${pick(metrics, `by_${by}`)} />`)}
    ${model.card && html`<section aria-labelledby="card-title"><h2 id="card-title">${t("model.card")}</h2><pre class="card" tabindex="0">${typeof model.card === "string" ? model.card : JSON.stringify(model.card, null, 2)}</pre></section>`}
    <details><summary>${t("model.metrics")}</summary><pre class="card" tabindex="0">${JSON.stringify(metrics, null, 2)}</pre></details>`;
}

// A figure stands at the top of the metrics or one level deeper, under the set it was measured on.
function pick(metrics, name) {
  if (metrics?.[name]) return metrics[name];
  for (const part of Object.values(metrics ?? {})) {
    if (part !== null && typeof part === "object" && part[name]) return part[name];
  }
  return null;
}

const number = (row, ...names) => names.map((name) => row[name]).find((value) => typeof value === "number") ?? null;

function Reliability({ bins }) {
  if (!bins?.length) return html`<p class="hint">${t("chart.no-reliability")}</p>`;
  const rows = bins.map((bin) => (Array.isArray(bin) ? { count: bin[0], confidence: bin[1], accuracy: bin[2] } : bin))
    .filter((bin) => (bin.count ?? bin.n ?? 1) > 0);
  const x = rows.map((row) => number(row, "confidence", "mean_confidence", "predicted"));
  return html`<${Chart} title=${t("chart.reliability")} x=${x} xLabel=${t("confidence")} yLabel=${t("chart.right")} theme=${theme.value}
    range=${{ x: [0, 1], y: [0, 1] }}
    series=${[{ label: t("chart.right"), values: rows.map((row) => number(row, "accuracy", "correct", "observed")), points: true }, { label: t("chart.ideal"), values: x, dash: [4, 4] }]} />`;
}

function RiskCoverage({ points }) {
  if (!points?.length) return html`<p class="hint">${t("chart.no-risk")}</p>`;
  const paired = points.length === 2 && Array.isArray(points[0]) // two columns: coverage, risk
    ? points[0].map((coverage, i) => [coverage, points[1][i]]) : points;
  const rows = paired.map((point) => (Array.isArray(point) ? { coverage: point[0], risk: point[1] } : point));
  return html`<${Chart} title=${t("chart.risk")} x=${rows.map((row) => row.coverage)} xLabel=${t("chart.coverage")} yLabel=${t("chart.error")} theme=${theme.value}
    range=${{ x: [0, 1] }} series=${[{ label: t("chart.error"), values: rows.map((row) => number(row, "risk", "error")) }]} />`;
}

function Breakdown({ by, rows }) {
  if (!rows) return null;
  const list = Array.isArray(rows) ? rows.map((row) => [row[by] ?? row.name, row]) : Object.entries(rows);
  if (!list.length) return null;
  const columns = [...new Set(list.flatMap(([, row]) => (typeof row === "object" ? Object.keys(row) : ["accuracy"])))]
    .filter((name) => name !== by && name !== "name").slice(0, 8);
  const cell = (value, name) => (typeof value !== "number" ? String(value ?? "—") : Number.isInteger(value) && !/accura|rate|cover/.test(name) ? value : `${(value * 100).toFixed(1)}%`);
  return html`<section aria-labelledby=${`by-${by}`}><h2 id=${`by-${by}`}>${t(`models.by-${by}`)}</h2><div class="scroll" tabindex="0" role="region" aria-labelledby=${`by-${by}`}><table class="list"><thead><tr><th scope="col">${t(`models.${by}`)}</th>${columns.map((name) => html`<th scope="col" key=${name}>${t(`figure.${name}`)}</th>`)}</tr></thead>
    <tbody>${list.map(([name, row]) => html`<tr key=${name}><th scope="row">${name}</th>${columns.map((column) => html`<td class="number" key=${column}>${cell(typeof row === "object" ? row[column] : row, column)}</td>`)}</tr>`)}</tbody></table></div></section>`;
}
