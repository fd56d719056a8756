// Dialogues over the page: the list of keys, export, and what could not be sent.

import { html, useEffect, useRef, useSignal } from "./dom.js";
import * as api from "./api.js";
import { labelOf } from "./forms.js";
import { t } from "./i18n.js";
import { EVERYWHERE, exportOpen, helpOpen, KEYS } from "./keys.js";
import * as outbox from "./outbox.js";
import { doc } from "./store.js";

// A native dialogue: it keeps the focus inside and gives it back.
export function Dialog({ open, title, close, children }) {
  const box = useRef(null);
  useEffect(() => {
    if (open.value) box.current.showModal();
    else if (box.current.open) box.current.close();
  }, [open.value]);
  return html`<dialog ref=${box} aria-label=${title} onClose=${() => { open.value = null; }}>
    ${open.value && html`<h2>${title}</h2>${children}<form method="dialog"><button type="submit" class="close" autofocus>${close ?? t("close")} <kbd>Esc</kbd></button></form>`}</dialog>`;
}

const NAMES = { ArrowRight: "→", ArrowLeft: "←", Enter: "↵" };

export function Help() {
  const rows = (list, title) => html`<table><tbody><tr><th colspan="2" scope="rowgroup">${t(title)}</th></tr>
    ${list.map(([keys, what]) => html`<tr key=${what}><td>${keys.map((key) => html`<kbd key=${key}>${NAMES[key] ?? key}</kbd> `)}</td><td>${t(what)}</td></tr>`)}</tbody></table>`;
  const half = KEYS.findIndex(([, what]) => what === "key.skip");
  return html`<${Dialog} open=${helpOpen} title=${t("help")}><div class="keys">
    ${rows(KEYS.slice(0, half), "help.deciding")}
    <div>${rows(KEYS.slice(half), "help.moving")}${rows(EVERYWHERE, "help.everywhere")}</div></div></${Dialog}>`;
}

export function Export() {
  const long = useSignal(false);
  const id = doc.value?.id;
  return html`<${Dialog} open=${exportOpen} title=${t("export")}>
    <p class="hint">${t("export.what")}</p>
    <label class="toggle"><input type="checkbox" checked=${long.value} onChange=${(event) => { long.value = event.target.checked; }} /> ${t("export.long")}</label>
    <p class="row">${["xlsx", "csv", "json", "parquet"].map((format) => html`<a key=${format} class="button" href=${api.exportAddress(id, { format, ...(long.value ? { long: true } : {}) })} download>${format}</a>`)}</p>
    <p class="hint">${outbox.entries.value.length ? t("export.unsent", { count: outbox.entries.value.length }) : ""}</p></${Dialog}>`;
}

const told = (change) => [change.value === undefined ? null : change.value === null ? t(`state.${change.state ?? "absent"}`)
  : typeof change.value === "object" ? JSON.stringify(change.value) : String(change.value),
change.decision && t(`decision.${change.decision}`), change.note].filter(Boolean).join(" · ");
const nameOf = (change) => labelOf(change.target.replace(/^(fields|legacy)\//, ""));

// What is waiting, refused or in conflict, with both readings.
export function Outbox({ open }) {
  const entries = outbox.entries.value;
  return html`<${Dialog} open=${open} title=${t("outbox")}>
    <p class="hint">${outbox.durable.value ? t("outbox.kept") : t("outbox.not-kept")}</p>
    ${entries.length === 0 ? html`<p>${t("outbox.empty")}</p>` : html`<ul class="outbox">${entries.map((entry) => html`<li key=${entry.key} class=${`is-${entry.state}`}>
      <b>${t(`outbox.${entry.state}`)}</b> ${entry.changes.map((change) => html`<div key=${change.target}>${nameOf(change)}：${entry.state === "conflict" ? t("outbox.mine") : ""} <q>${told(change)}</q></div>`)}
      ${(entry.theirs ?? []).map((one) => html`<div key=${`t${one.target}`}>${t("outbox.theirs", { who: one.author ?? "" })} <q>${told(one)}</q></div>`)}
      ${entry.detail && html`<div>${entry.detail}</div>`}
      ${entry.state === "conflict" && html`<button type="button" onClick=${() => outbox.resolve(entry, true)}>${t("outbox.keep-mine")}</button>
        <button type="button" onClick=${() => outbox.resolve(entry, false)}>${t("outbox.keep-theirs")}</button>`}
      ${entry.state === "refused" && html`<button type="button" onClick=${() => outbox.resolve(entry, true)}>${t("outbox.again")}</button>
        <button type="button" onClick=${() => outbox.withdraw(entry)}>${t("outbox.discard")}</button>`}</li>`)}</ul>`}
    <button type="button" onClick=${outbox.retryNow}>${t("outbox.retry")}</button></${Dialog}>`;
}
