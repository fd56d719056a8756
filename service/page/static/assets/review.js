// The review queue over all documents: what to look at next, and in which order.

import { html, useComputed, useEffect, useSignal } from "./dom.js";
import { CHECKS } from "./documents.js";
import { labelOf } from "./forms.js";
import { t } from "./i18n.js";
import * as queue from "./queue.js";
import { doc, go, route } from "./store.js";
import { Bench } from "./work.js";

const ORDERS = ["certainty", "document", "worth"];
const SAME = { gain: "worth", confidence: "certainty" }; // as the service calls them

const KEYS = ["order", "agency", "year", "check", "like", "like_report", "target"];
const EMPTY = JSON.stringify(Object.fromEntries(KEYS.map((key) => [key, ""])));

export function ReviewView() {
  const failed = useSignal(null);
  const query = route.value.query;
  const filters = Object.fromEntries(KEYS.map((key) => [key, query.get(key) ?? ""]));
  filters.order = SAME[filters.order] ?? filters.order;
  const address = JSON.stringify(filters);
  useEffect(() => {
    failed.value = null;
    queue.forAll(filters).then(() => queue.items.value.length && queue.step(1))
      .catch((error) => { failed.value = error; });
  }, [address]);
  const set = (name, value) => {
    const next = new URLSearchParams(Object.entries({ ...filters, [name]: value }).filter(([, one]) => one));
    go(`#/review?${next}`);
  };
  const started = useComputed(() => Boolean(queue.scope.value === "all" && queue.current.value && doc.value)).value;
  return html`<div class="review">
    <form class="filters" aria-label=${t("filters")} onSubmit=${(event) => event.preventDefault()}>
      <label>${t("order")} <select value=${filters.order || "certainty"} onChange=${(event) => set("order", event.target.value)}>
        ${ORDERS.map((one) => html`<option key=${one} value=${one} selected=${one === (filters.order || "certainty")}>${t(`order.${one}`)}</option>`)}</select></label>
      <label>${t("single.agency")} <input name="agency" placeholder=${t("filter.part")} defaultValue=${filters.agency} onChange=${(event) => set("agency", event.target.value.trim())} /></label>
      <label>${t("single.year")} <input name="year" inputmode="numeric" size="5" defaultValue=${filters.year} onChange=${(event) => set("year", event.target.value.trim())} /></label>
      <label>${t("check")} <select onChange=${(event) => set("check", event.target.value)}><option value="">${t("all")}</option>
        ${CHECKS.map((one) => html`<option key=${one} value=${one} selected=${one === filters.check}>${t(`check.${one}`)}</option>`)}</select></label>
      ${filters.like && html`<a class="chip kin-only" href="#/review" title=${t("review.all")}>${t("kin.only", { what: filters.target ? labelOf(filters.target.replace(/^\w+\//, "")) : "" })} ×</a>`}
      <div class="switch" role="group" aria-label=${t("mode")}>${["field", "table"].map((one) => html`<button type="button" key=${one} aria-pressed=${queue.mode.value === one} onClick=${() => { queue.mode.value = one; }}>${t(`mode.${one}`)}</button>`)}</div>
    </form>
    ${failed.value && html`<p class="problem" role="alert">${t("review.failed")} ${failed.value.message}</p>`}
    ${started ? html`<${Bench} />` : html`<div class="page" role="status">${queue.loading.value ? t("loading") : failed.value ? "" : html`<div class="empty"><p>${t(address === EMPTY ? "review.empty" : "review.no-match")}</p><p><a class="button primary" href=${address === EMPTY ? "#/" : "#/review"}>${t(address === EMPTY ? "documents.first" : "review.all")}</a></p></div>`}</div>`}
  </div>`;
}
