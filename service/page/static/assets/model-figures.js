// What was measured of a model: on which documents, how right, how sure, and where it errs.

import { html, useSignal } from "./dom.js";
import { Chart } from "./charts.js";
import { called, t } from "./i18n.js";
import { theme } from "./theme.js";

const share = (p) => (typeof p === "number" ? (p > 0 && p < 0.001 ? "<0.1%" : `${(p * 100).toFixed(p > 0.999 && p < 1 ? 2 : 1)}%`) : "—");

const exact = (p) => (typeof p === "number" ? `${(p * 100).toFixed(2)}%` : "—");

export function Figures({ metrics }) {
  const at = useSignal(0);
  const sets = metrics?.sets ?? [];
  if (!sets.length) return html`<p class="hint">${t("figures.none")}</p>`;
  const set = sets[Math.min(at.value, sets.length - 1)];
  const found = set.figures;
  return html`
    <${Guarantee} guarantee=${metrics.confidence?.guarantee} />
    <div class="switch" role="group" aria-label=${t("figures.set")}>${sets.map((one, i) => html`<button type="button" key=${one.name} aria-pressed=${one === set} onClick=${() => { at.value = i; }}>
      ${t(one.real ? "figures.real" : "figures.generated", { count: one.figures.documents })}</button>`)}</div>
    <${Numbers} overall=${found.overall} heads=${found.heads} />
    <div class="charts"><${Reliability} bins=${found.reliability} /><${RiskCoverage} columns=${found.risk_coverage} threshold=${found.overall?.figures?.["in review"]?.value} /></div>
    ${["form", "damage", "layout", "field group"].map((by) => html`<${Breakdown} key=${`${set.name}${by}`} by=${by} groups=${found.by?.[by]} />`)}`;
}

// What stays wrong outside review, promised or not.
function Guarantee({ guarantee }) {
  if (!guarantee) return null;
  const { certified, documents, error, delta, level, floor, threshold, wrong_outside: wrong, in_review: review } = guarantee;
  const told = { error: share(error), sure: share(1 - delta), documents, wrong: share(wrong), review: share(review), level: exact(level) };
  return html`<p class=${`promise${certified ? " is-kept" : ""}`}>${t(certified ? "promise.yes" : typeof level === "number" ? "promise.less" : "promise.no", told)}
    ${typeof threshold === "number" && ` ${t("promise.threshold", { threshold: exact(Math.min(1, threshold)) })}`}
    ${floor && ` ${t("promise.floor", { model: floor.model.slice(0, 10), documents: floor.documents, level: exact(floor.level) })}`}</p>`;
}

function Numbers({ overall, heads }) {
  if (!overall) return null;
  const figure = (name) => overall.figures?.[name] ?? {};
  const band = ({ low, high }) => (typeof low === "number" && low !== high ? `${share(low)}–${share(high)}` : "");
  const cards = [
    ["figure.stated", overall["stated numbers right"], ""],
    ["figure.settled", overall["accuracy of settled fields"], ""],
    ["figure.wrong-outside", figure("wrong outside review").value, band(figure("wrong outside review"))],
    ["figure.in-review", figure("in review").value, band(figure("in review"))],
    ["figure.ece", figure("ece").value, band(figure("ece"))],
    ["figure.agency", heads?.["agency right"], ""],
    ["figure.headings", heads?.["headings recall"], ""],
  ];
  return html`<dl class="numbers">${cards.map(([name, value, more]) => html`<div key=${name}><dt>${t(name)}</dt><dd><b>${share(value)}</b> <small>${more}</small></dd></div>`)}
    <div><dt>${t("figure.fields")}</dt><dd><b>${overall.fields}</b> <small>${t("figure.of-documents", { count: overall.documents })}</small></dd></div></dl>`;
}

function Reliability({ bins }) {
  if (!bins?.length) return html`<p class="hint">${t("chart.no-reliability")}</p>`;
  const x = bins.map(([, confidence]) => confidence);
  return html`<${Chart} title=${t("chart.reliability")} x=${x} xLabel=${t("confidence")} yLabel=${t("chart.right")} theme=${theme.value}
    range=${{ x: [0, 1], y: [0, 1] }}
    series=${[{ label: t("chart.right"), values: bins.map(([, , accuracy]) => accuracy), points: true }, { label: t("chart.ideal"), values: x, dash: [4, 4] }]} />`;
}

const FIRST = 0.05; // below this coverage a few fields decide: they would flatten the rest of the curve

function RiskCoverage({ columns }) {
  const [coverage, risk] = columns ?? [];
  if (!coverage?.length) return html`<p class="hint">${t("chart.no-risk")}</p>`;
  const from = Math.max(0, coverage.findIndex((at) => at >= FIRST));
  const shown = risk.slice(from);
  return html`<${Chart} title=${t("chart.risk")} x=${coverage.slice(from)} xLabel=${t("chart.coverage")} yLabel=${t("chart.error")} theme=${theme.value}
    range=${{ x: [0, 1], y: [0, Math.max(...shown, 0.0001) * 1.1] }} series=${[{ label: t("chart.error"), values: shown }]} />`;
}

const FEW = 8;

// By form, damage, ...: the worst first; bars say how much of it stays wrong outside review.
function Breakdown({ by, groups }) {
  const all = useSignal(false);
  const rows = Object.entries(groups ?? {}).map(([name, one]) => ({
    name, documents: one.documents, right: one["stated numbers right"],
    wrong: one.figures?.["wrong outside review"]?.value, review: one.figures?.["in review"]?.value,
  })).sort((a, b) => (b.wrong ?? -1) - (a.wrong ?? -1));
  if (!rows.length) return null;
  const id = `by-${by.replace(" ", "-")}`;
  const most = Math.max(...rows.map((row) => row.wrong ?? 0), 0.0001);
  return html`<section aria-labelledby=${id}><h2 id=${id}>${t(`models.${id}`)}</h2><div class="scroll" tabindex="0" role="region" aria-labelledby=${id}><table class="list breakdown"><thead><tr>
      <th scope="col">${t(`models.${by}`)}</th><th scope="col">${t("figure.documents")}</th><th scope="col">${t("figure.stated")}</th><th scope="col">${t("figure.in-review")}</th><th scope="col">${t("figure.wrong-outside")}</th></tr></thead>
    <tbody>${rows.slice(0, all.value ? rows.length : FEW).map((row) => html`<tr key=${row.name}><th scope="row">${called(by, row.name)}</th><td class="number">${row.documents}</td><td class="number">${share(row.right)}</td><td class="number">${share(row.review)}</td>
      <td><span class="number">${share(row.wrong)}</span><meter max=${most} value=${row.wrong ?? 0} aria-hidden="true"></meter></td></tr>`)}</tbody></table></div>
    ${rows.length > FEW && html`<button type="button" class="quiet" onClick=${() => { all.value = !all.value; }}>${all.value ? t("models.fewer") : t("models.all", { count: rows.length })}</button>`}</section>`;
}

