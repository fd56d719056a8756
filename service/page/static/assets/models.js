// The models: which is in use, what it can be trusted with, going over to another and back,
// and training on what was reviewed.

import { html, useEffect, useSignal } from "./dom.js";
import * as api from "./api.js";
import { Agreement } from "./agreement.js";
import { Dialog } from "./dialogs.js";
import { spoken, t, when } from "./i18n.js";
import { Markdown } from "./markdown.js";
import { Figures } from "./model-figures.js";
import { Reread } from "./reread.js";
import { isAdmin, say } from "./store.js";
import { Training } from "./training.js";
import { Watch } from "./watch.js";

export function ModelsView() {
  const found = useSignal(null);
  const failed = useSignal(null);
  const chosen = useSignal(null);
  // What is looked at stays, unless another model has come into use: then it is that one.
  const take = (data) => {
    const before = found.value?.current;
    found.value = data;
    if (before !== data.current || !data.items.some((one) => one.id === chosen.value)) chosen.value = (data.items.find((one) => one.current) ?? data.items[0])?.id ?? null;
  };
  const reload = () => api.models().then(take).catch((error) => { failed.value = error; });
  useEffect(() => { reload(); }, []);
  if (failed.value) return html`<div class="page"><h1>${t("models")}</h1><p class="problem" role="alert">${failed.value.message}</p></div>`;
  if (!found.value) return html`<p class="page" role="status">${t("loading")}</p>`;
  const items = found.value.items;
  const model = items.find((one) => one.id === chosen.value);
  return html`<div class="page models"><h1>${t("models")}</h1>
    ${!model && html`<div class="empty"><p>${t("models.none")}</p></div>`}
    ${items.length > 0 && html`<${List} found=${found.value} chosen=${chosen} onChanged=${take} />`}
    <${Reread} stale=${found.value.stale ?? 0} model=${found.value.current} onEnded=${reload} />
    ${model && html`<section aria-labelledby="figures-title" key=${model.id}><h2 id="figures-title">${t("figures")} <code>${model.id.slice(0, 10)}</code>${model.current && html` <span class="chip is-current">${t("model.current")}</span>`}</h2>
      ${model.reason && html`<p class="problem">${spoken(model.reason)}</p>`}<${Figures} metrics=${model.metrics} /></section>
      ${model.card && html`<details class="model-card"><summary><h2>${t("model.card")}</h2></summary><div class="card"><${Markdown} text=${model.card} /></div></details>`}`}
    <${Watch} />
    <${Agreement} />
    <${Training} onEnded=${reload} />
  </div>`;
}

// What a model's threshold certifies; Infinity where it certifies nothing.
const level = (model) => model?.metrics?.confidence?.guarantee?.level ?? Infinity;

function List({ found, chosen, onChanged }) {
  const { items, back, current } = found;
  const asked = useSignal(null); // {what: "promote" | "rollback", id}
  const number = (model, name) => {
    const set = model.metrics?.sets?.find((one) => !one.real) ?? model.metrics?.sets?.[0];
    const value = set?.figures.overall?.figures?.[name]?.value;
    return typeof value === "number" ? `${(value * 100).toFixed(2)}%` : "—";
  };
  const act = async () => {
    const { what, id } = asked.value;
    asked.value = null;
    try {
      onChanged(await (what === "promote" ? api.promote(id) : api.rollback()));
      say(`${t(`${what}.done`)} ${t("reread.possible")}`, "done");
    } catch (error) {
      say(`${t(`${what}.failed`)} ${error.message}`, "problem");
    }
  };
  const other = asked.value && items.find((one) => one.id === (asked.value.id ?? back));
  const weaker = other && level(other) > level(items.find((one) => one.id === current));
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${t("models")}><table class="list models-list"><thead><tr><th scope="col">${t("model")}</th><th scope="col">${t("figure.wrong-outside")}</th><th scope="col">${t("figure.in-review")}</th><th scope="col"></th></tr></thead>
    <tbody>${items.map((model) => html`<tr key=${model.id} class=${model.id === chosen.value ? "is-chosen" : ""}>
      <td><button type="button" class="quiet" aria-pressed=${model.id === chosen.value} onClick=${() => { chosen.value = model.id; }}><code>${model.id.slice(0, 10)}</code></button>
        ${model.current && html`<span class="chip is-current">${t("model.current")}</span>`} <small>${model.packaged ? t("model.packaged") : when(model.added)}</small></td>
      <td class="number">${number(model, "wrong outside review")}</td><td class="number">${number(model, "in review")}</td>
      <td>${model.current ? back && html`<button type="button" disabled=${!isAdmin()} onClick=${() => { asked.value = { what: "rollback" }; }}>${t("rollback")} <code>${back.slice(0, 10)}</code></button>`
        : html`<button type="button" disabled=${Boolean(model.reason) || !isAdmin()} onClick=${() => { asked.value = { what: "promote", id: model.id }; }}>${t("promote")}</button>`}</td></tr>`)}</tbody></table></div>
    <${Dialog} open=${asked} title=${asked.value ? t(asked.value.what) : ""} close=${t("ask.cancel")}><p>${asked.value && t(`${asked.value.what}.sure`, { id: (asked.value.id ?? back)?.slice(0, 10) })}</p>
      ${weaker && html`<p class="problem">${t("promise.weaker")}</p>`}
      <button type="button" class="primary" onClick=${act}>${asked.value && t(asked.value.what)}</button></${Dialog}>`;
}
