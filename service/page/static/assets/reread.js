// Stored documents keep the reading of the model that read them: here they are read again with the
// one in use, watched as it goes, and what that changed is told, each a click from its document.

import { html, useEffect, useSignal } from "./dom.js";
import * as api from "./api.js";
import { labelOf } from "./forms.js";
import { t } from "./i18n.js";
import { drop, load, save } from "./storage.js";
import { isAdmin, say } from "./store.js";

const KEPT = "duibiao.reread"; // the batch, for whoever comes back
const NAMED = 100; // documents that are named
const FIELDS = 5; // fields of one document that are linked
const MOST = 2000; // documents whose changes are looked at

const NOTHING = { documents: 0, changed: 0, fields: 0, before: 0, now: 0, lost: 0, named: [], more: false };

// What the changes of some documents come to.
function added(sum, items) {
  const told = items.filter((one) => one.review);
  const other = told.filter((one) => one.changed > 0 || one.unplaced.length > 0 || one.reports.before !== one.reports.now);
  const total = (list, of) => list.reduce((all, one) => all + of(one), 0);
  return {
    documents: sum.documents + items.length, changed: sum.changed + other.length,
    fields: sum.fields + total(told, (one) => one.changed), lost: sum.lost + total(told, (one) => one.unplaced.length),
    before: sum.before + total(told, (one) => one.review.before), now: sum.now + total(told, (one) => one.review.now),
    named: [...sum.named, ...other].slice(0, NAMED), more: false,
  };
}

export function Reread({ stale, model, onEnded }) {
  const batch = useSignal(null);
  const found = useSignal(null);
  const id = batch.value?.id;
  const running = Boolean(id) && !api.OVER.includes(batch.value.state);
  useEffect(() => {
    const kept = load(KEPT, null);
    if (kept) api.batch(kept).then((data) => { batch.value ??= data; }).catch(() => drop(KEPT));
  }, []);
  useEffect(() => (id ? watch(id, batch, found, running ? onEnded : null) : undefined), [id]);
  const start = async () => {
    try {
      const { data } = await api.reread();
      save(KEPT, data.id);
      found.value = null;
      batch.value = data;
      if (api.OVER.includes(data.state)) onEnded();
    } catch (error) {
      say(`${t("reread.failed")} ${error.message}`, "problem");
    }
  };
  const cancel = () => api.cancelBatch(id).catch((error) => say(error.message, "problem"));
  return html`<section class="reread" aria-labelledby="reread-title"><h2 id="reread-title">${t("reread.title")}</h2>
    <p class="hint">${stale > 0 ? t("reread.stale", { count: stale }) : t("reread.none")} ${t("reread.what")}</p>
    <div class="row"><button type="button" disabled=${running || !isAdmin() || !(stale > 0)} onClick=${start}>${t("reread.start")}</button>
      ${!isAdmin() && html`<span class="hint">${t("models.admin")}</span>`}</div>
    ${batch.value && html`<${Progress} batch=${batch.value} model=${model} running=${running} cancel=${cancel} />`}
    ${found.value && html`<${Changes} found=${found.value} />`}</section>`;
}

// Follow a batch to its end, then gather what it changed.
function watch(id, batch, found, onEnded) {
  let left = false;
  const events = new EventSource(`v1/batches/${encodeURIComponent(id)}/events`);
  const take = (event) => { batch.value = { ...batch.value, ...JSON.parse(event.data) }; };
  events.addEventListener("progress", take);
  events.addEventListener("end", async (event) => {
    events.close();
    take(event);
    onEnded?.();
    let sum = NOTHING;
    try {
      for (let cursor = ""; cursor !== null && !left; found.value = sum) {
        const page = await api.changesOfBatch(id, cursor);
        sum = { ...added(sum, page.items), more: page.next !== null };
        cursor = sum.documents < MOST ? page.next : null;
      }
    } catch (error) {
      say(error.message, "problem");
    }
  });
  return () => {
    left = true;
    events.close();
  };
}

function Progress({ batch, model, running, cancel }) {
  const { done = 0, failed = 0, cancelled = 0 } = batch.counts ?? {};
  const said = running ? t("reread.running", { ended: batch.ended ?? 0, total: batch.total })
    : t("reread.over", { done, failed, cancelled });
  return html`<p>${running && html`<progress max=${batch.total || 1} value=${batch.ended ?? 0} aria-label=${t("reread.title")}></progress> `}<span role="status">${said}</span>
    ${batch.name && batch.name !== model && html` <small>${t("reread.by", { id: batch.name.slice(0, 10) })}</small>`}
    ${running && html` <button type="button" onClick=${cancel}>${t("batch.cancel")}</button>`}</p>`;
}

function Changes({ found }) {
  const { documents, changed, fields, before, now, lost, named, more } = found;
  return html`<div class="changes"><p>${t("reread.changed", { documents, changed, fields, before, now })}${more && ` ${t("reread.more", { documents })}`}</p>
    ${lost > 0 && html`<p class="problem">${t("reread.lost", { count: lost })}</p>`}
    ${named.length > 0 && html`<div class="scroll" tabindex="0" role="region" aria-label=${t("reread.title")}><table class="list"><thead><tr><th scope="col">${t("reread.document")}</th><th scope="col">${t("reread.fields")}</th><th scope="col">${t("figure.in-review")}</th></tr></thead>
      <tbody>${named.map((one) => html`<tr key=${one.document}><th scope="row"><a href=${`#/d/${one.document}`}>${one.name || one.document.slice(0, 10)}</a></th>
        <td><span class="number">${one.changed}</span> ${one.fields.slice(0, FIELDS).map((field) => html`<a key=${field.report + field.target} href=${`#/d/${one.document}?target=${encodeURIComponent(`${field.report}/${field.target}`)}`}>${labelOf(field.target.split("/")[1])}</a> `)}${one.changed > FIELDS ? "…" : ""}</td>
        <td class="number">${one.review.before} → ${one.review.now}</td></tr>`)}</tbody></table></div>`}</div>`;
}
