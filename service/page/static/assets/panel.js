// The panel: who has reports here, what one of them says over the years, what does not hold
// across them, and its rates. Every value is a click from its source.

import { html, useEffect, useSignal } from "./dom.js";
import * as api from "./api.js";
import { Cell, Legend } from "./panel-parts.js";
import { columnEnglish, labelEnglish } from "./labels-en.js";
import { labelOf, last } from "./forms.js";
import { lang, t } from "./i18n.js";
import { route } from "./store.js";

export const panelAddress = (agency) => `#/panel?${new URLSearchParams({ agency })}`;

export function PanelView() {
  const agency = route.value.query.get("agency");
  return agency ? html`<${Agency} name=${agency} key=${agency} />` : html`<${Agencies} />`;
}

// What a call gave: {data, failed}, both null until it has.
function useAnswer(ask) {
  const data = useSignal(null);
  const failed = useSignal(null);
  useEffect(() => { ask().then((found) => { data.value = found; }).catch((error) => { failed.value = error; }); }, []);
  return { data: data.value, failed: failed.value };
}

const PAGE = 100;

function Agencies() {
  const rows = useSignal(null);
  const next = useSignal(null);
  const failed = useSignal(null);
  const words = useSignal("");
  const load = async (cursor) => {
    try {
      const page = await api.agencies({ agency: words.value, cursor, limit: PAGE });
      rows.value = cursor ? [...rows.value, ...page.items] : page.items;
      next.value = page.next ?? null;
      failed.value = null;
    } catch (error) {
      failed.value = error;
    }
  };
  useEffect(() => { load(); }, []);
  return html`<div class="page panel-view"><h1>${t("agencies")}</h1>
    <p class="lead">${t("agencies.lead")}</p>
    <form class="filters" onSubmit=${(event) => {
      event.preventDefault();
      words.value = event.target.elements.agency.value.trim();
      load();
    }}><label>${t("single.agency")} <input name="agency" /></label><button type="submit">${t("filter")}</button></form>
    ${failed.value && html`<p class="problem" role="alert">${failed.value.message}</p>`}
    ${!rows.value && !failed.value && html`<p role="status">${t("loading")}</p>`}
    ${rows.value?.length === 0 && html`<div class="empty"><p>${t(words.value ? "agencies.no-match" : "agencies.none")}</p><p><a class="button primary" href="#/">${t("documents.first")}</a></p></div>`}
    ${rows.value?.length > 0 && html`<div class="scroll" tabindex="0" role="region" aria-label=${t("agencies")}><table class="list"><thead><tr><th scope="col">${t("single.agency")}</th><th scope="col">${t("agencies.years")}</th></tr></thead>
      <tbody>${rows.value.map((one) => html`<tr key=${one.agency}><td><a href=${panelAddress(one.agency)}>${one.agency}</a></td><td>${one.years.join("、")}</td></tr>`)}</tbody></table></div>`}
    ${next.value && html`<button type="button" onClick=${() => load(next.value)}>${t("more")}</button>`}
  </div>`;
}

function Agency({ name }) {
  const { data, failed } = useAnswer(() => api.panel(name));
  const rates = useAnswer(() => api.indicators(name)).data;
  if (failed) return html`<div class="page"><h1>${name}</h1><p class="problem" role="alert">${failed.message}</p></div>`;
  if (!data) return html`<p class="page" role="status">${t("loading")}</p>`;
  return html`<div class="page panel-view wide"><p><a href="#/panel">${t("agencies")}</a></p><h1>${data.agency ?? name}</h1>
    ${data.names.length > 1 && html`<p class="hint">${t("panel.names")} ${data.names.join("、")}</p>`}
    <${Across} panel=${data} />
    <${Values} panel=${data} />
    ${rates && html`<${Rates} items=${rates.items} years=${data.years} />`}
  </div>`;
}

// A check across years in English: the service says it in Chinese.
function english(check) {
  const [, other, agency] = check.key.split("/");
  const id = check.id === "not-filed" && check.status === "fail" ? "not-filed.listed" : check.id;
  const what = check.fields.length ? labelEnglish(check.fields.at(-1)) : "";
  return t(`across.${id}`, { ...check, what: check.id === "stock" ? labelEnglish(check.fields[0]) : what, before: check.year - 1,
    share: check.id === "copied" ? share(check.found) : "", other: [agency, other].filter(Boolean).join(" ") });
}

const FEW = 5;

// What does not hold from year to year, in words.
function Across({ panel }) {
  const all = useSignal(false);
  const failing = panel.checks.filter((one) => one.status === "fail");
  const told = panel.checks.filter((one) => one.status === "unknown" && one.message);
  const passed = panel.checks.filter((one) => one.status === "pass").length;
  const found = [...failing, ...told];
  const shown = all.value ? found : found.slice(0, FEW);
  return html`<section aria-labelledby="across-title"><h2 id="across-title">${t("panel.across")}</h2>
    <p class="hint">${t("checks.summary", { fail: failing.length, pass: passed, unknown: panel.checks.length - failing.length - passed })}</p>
    <ul class="check-list across">${shown.map((one) => html`<li key=${one.key} class=${`severity-${one.severity}`}><div>
      <b>${t(`check.${one.id}`)}</b> ${one.cause && one.cells.length > 0 && html`<span class="chip">${t(`cause.${one.cause}`)}</span>`}
      <span class="words">${lang.value === "zh" ? one.message : english(one)} ${one.basis && html`<small>${t("basis")} ${one.basis}</small>`}</span></div></li>`)}</ul>
    ${found.length > FEW && html`<button type="button" class="quiet" onClick=${() => { all.value = !all.value; }}>${all.value ? t("panel.few-checks") : t("panel.all-checks", { count: found.length })}</button>`}</section>`;
}

const MAIN = /\.(total|issued|repealed|in_force|decisions|amount)$/;

// Field by field, year by year: totals first seen, the rest a press away.
function Values({ panel }) {
  const all = useSignal(false);
  const rows = panel.fields.filter((one) => all.value || MAIN.test(one.field));
  const bad = new Set(panel.checks.filter((one) => one.status === "fail").flatMap((one) => one.cells.map(({ field, year }) => `${field}@${year}`)));
  return html`<section aria-labelledby="values-title"><h2 id="values-title">${t("panel.values")}</h2>
    <${Legend} />
    <div class="scroll" tabindex="0" role="region" aria-labelledby="values-title"><table class="list years"><thead><tr><th scope="col">${t("panel.field")}</th>
      ${panel.years.map((year) => html`<th scope="col" key=${year}><${Year} reports=${panel.reports} year=${year} /></th>`)}</tr></thead>
      <tbody>${rows.map((row) => html`<tr key=${row.field}><th scope="row">${lang.value === "zh" ? labelOf(row.field) : html`${labelEnglish(row.field)}<small lang="zh">${labelOf(row.field)}</small>`}</th>
        ${panel.years.map((year) => html`<td key=${year} class="number"><${Cell} id=${row.field} entry=${row.by_year[year]} year=${year} failing=${bad.has(`${row.field}@${year}`)} /></td>`)}</tr>`)}</tbody></table></div>
    ${rows.length < panel.fields.length || all.value ? html`<button type="button" class="quiet" onClick=${() => { all.value = !all.value; }}>${all.value ? t("panel.totals") : t("panel.all", { count: panel.fields.length })}</button>` : null}</section>`;
}

// The head of a year: its report, and how many more say the same year.
function Year({ reports, year }) {
  const here = reports.filter((one) => one.year === year);
  const used = here.find((one) => one.used);
  return html`<a href=${`#/d/${used.document}`} title=${used.document_name}>${year}</a>
    <small>${t(`form.${used.form}`)}${used.in_review ? ` · ${t("panel.waits", { count: used.in_review })}` : ""}${here.length > 1 ? ` · ${t("panel.copies", { count: here.length })}` : ""}</small>`;
}

const share = (p) => (p === null || p === undefined ? "—" : `${(p * 100).toFixed(1)}%`);

function Rates({ items, years }) {
  const shown = items.filter((one) => one.n > 0);
  if (!shown.length) return null;
  const words = (id) => (lang.value === "zh" ? labelOf(id).split(" · ").slice(1).join(" · ") : `${labelEnglish(id, true)}${last(id) === "total" ? "" : ` (${columnEnglish(id)})`}`);
  const side = (ids) => (ids.length > 3 ? t("panel.sum", { count: ids.length }) : ids.map(words).join(" + "));
  return html`<section aria-labelledby="rates-title"><h2 id="rates-title">${t("panel.rates")}</h2><p class="hint">${t("panel.rates.what")}</p>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="rates-title"><table class="list years"><thead><tr><th scope="col">${t("panel.rate")}</th>${years.map((year) => html`<th scope="col" key=${year}>${year}</th>`)}<th scope="col">${t("panel.together")}</th></tr></thead>
      <tbody>${shown.map((one) => html`<tr key=${one.id}><th scope="row">${lang.value === "zh" ? one.label : one.label_en}<small>${side(one.numerator_fields)} ÷ ${side(one.denominator_fields)}</small></th>
        ${years.map((year) => html`<td class="number" key=${year}><${Rate} of=${one.by_year.find((had) => had.year === year)} /></td>`)}<td class="number"><${Rate} of=${one} /></td></tr>`)}</tbody></table></div></section>`;
}

function Rate({ of }) {
  if (!of?.n) return html`<span title=${t(of?.nothing_to_divide_by ? "panel.nothing" : "panel.missing")}>—</span>`;
  return html`${share(of.rate)}<small class=${of.unsettled ? "unsure" : ""}>${of.numerator}／${of.denominator}${of.unsettled ? " ?" : ""}</small>`;
}
