// The documents that are stored, with filters.

import { html, useEffect, useSignal } from "./dom.js";
import * as api from "./api.js";
import { t, when } from "./i18n.js";

// Checks of one report that lists can be narrowed to.
export const CHECKS = ["row-sum", "column-balance", "outcome-sum", "remedy-sum", "conflict", "blank-cell", "not-a-count",
  "missing-section", "empty-section", "missing-table", "missing-row", "outdated-form", "wrong-period", "disagrees-with-given"];

const KINDS = { form: ["2021", "2019", "2014", "narrative"], scope: ["own", "region", "unknown"] };

export function DocumentsView() {
  const rows = useSignal(null);
  const next = useSignal(null);
  const failed = useSignal(null);
  const filters = useSignal({});
  const load = async (cursor) => {
    try {
      const page = await api.documents({ ...filters.value, cursor, limit: 50 });
      rows.value = cursor ? [...rows.value, ...page.items] : page.items;
      next.value = page.next ?? null;
      failed.value = null;
    } catch (error) {
      failed.value = error;
    }
  };
  useEffect(() => { load(); }, []);
  return html`<div class="page documents"><h1>${t("documents")}</h1>
    <form class="filters" onSubmit=${(event) => {
      event.preventDefault();
      filters.value = Object.fromEntries([...new FormData(event.target)].filter(([, value]) => value));
      load();
    }}>
      <label>${t("single.agency")} <input name="agency" placeholder=${t("filter.part")} /></label>
      <label>${t("single.year")} <input name="year" inputmode="numeric" size="5" /></label>
      ${["form", "scope"].map((name) => html`<label key=${name}>${t(`single.${name}`)} <select name=${name}><option value="">${t("all")}</option>
        ${KINDS[name].map((one) => html`<option key=${one} value=${one}>${t(`${name}.${one}`)}</option>`)}</select></label>`)}
      <label>${t("filter.text")} <input name="text" size="12" /></label>
      <label>${t("check")} <select name="check"><option value="">${t("all")}</option><option value="any">${t("filter.failing")}</option>
        ${CHECKS.map((one) => html`<option key=${one} value=${one}>${t(`check.${one}`)}</option>`)}</select></label>
      <label class="toggle"><input type="checkbox" name="in_review" value="true" /> ${t("filter.waiting")}</label>
      <button type="submit">${t("filter")}</button>
      <a class="button" href=${api.exportAddress(null, { ...filters.value, format: "xlsx" })} download>${t("export.all")}</a>
    </form>
    ${failed.value && html`<p class="problem" role="alert">${failed.value.message}</p>`}
    ${rows.value && rows.value.length === 0 && html`<div class="empty"><p>${t(Object.keys(filters.value).length ? "documents.no-match" : "documents.none")}</p><p><a class="button primary" href="#/">${t("documents.first")}</a></p></div>`}
    ${rows.value?.length > 0 && html`<div class="scroll" tabindex="0" role="region" aria-label=${t("documents")}><table class="list documents"><thead><tr>
      <th scope="col">${t("document.report")}</th><th scope="col">${t("single.year")}</th><th scope="col" class="roomy">${t("single.form")}</th><th scope="col">${t("document.review")}</th><th scope="col">${t("document.failing")}</th><th scope="col" class="roomy">${t("document.when")}</th></tr></thead>
      <tbody>${rows.value.map((row) => html`<${Row} key=${row.id} row=${row} />`)}</tbody></table></div>`}
    ${next.value && html`<button type="button" onClick=${() => load(next.value)}>${t("more")}</button>`}
  </div>`;
}

function Row({ row }) {
  const reports = row.reports ?? [];
  const all = (key) => [...new Set(reports.map((report) => report[key] ?? "—"))].join("；");
  const forms = [...new Set(reports.map((report) => report.form).filter(Boolean))].map((name) => t(`form.${name}`)).join("；");
  const failing = reports.reduce((count, report) => count + (report.failing?.length ?? 0), 0);
  const name = row.name || t("untitled");
  return html`<tr><td><a href=${`#/d/${row.id}`}>${all("agency") || name}</a>${reports.length > 0 && html`<small class="file">${name}</small>`}</td>
    <td>${all("year") || "—"}</td><td class="roomy">${forms || (row.failure?.message || t(`document.${row.state ?? "done"}`))}</td>
    <td class=${`number${row.in_review ? " some" : ""}`}>${row.in_review ?? 0}</td><td class=${`number${failing ? " bad" : ""}`}>${failing}</td><td class="roomy">${when(row.created_at)}</td></tr>`;
}
