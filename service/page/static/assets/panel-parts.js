// A value of the panel, and what its signs mean.

import { html } from "./dom.js";
import { STATES, shown, signOf } from "./cells.js";
import { percent, t } from "./i18n.js";

// A number that leads to its cell and its source.
export function Cell({ id, entry, year, failing }) {
  if (!entry) return html`<span class="hint" title=${t("state.absent")}>—</span>`;
  const sure = entry.reviewed_by && !entry.flagged ? t("cell.reviewed") : `${t("confidence")} ${percent(entry.confidence)}`;
  const seen = `${shown(entry)}${signOf(entry.state)}${entry.in_review ? " ?" : ""}${failing ? " ≠" : ""}`;
  const words = [seen, String(year), t(`state.${entry.state}`), sure, entry.in_review && t("cell.review"), failing && t("check.fails")].filter(Boolean).join("，");
  return html`<a href=${`#/d/${entry.document}?target=${encodeURIComponent(`${entry.report}/fields/${id}`)}`} class=${`year-cell${entry.in_review ? " unsure" : ""}${failing ? " bad" : ""}`}
    aria-label=${words} title=${words}>${shown(entry)}${signOf(entry.state) && html`<sup>${signOf(entry.state)}</sup>`}${entry.in_review ? " ?" : ""}${failing ? " ≠" : ""}</a>`;
}

export function Legend() {
  return html`<p class="hint">${STATES.filter(signOf).map((state) => html`<span key=${state}><sup>${signOf(state)}</sup> ${t(`state.${state}`)}　</span>`)}? ${t("cell.review")}　≠ ${t("check.fails")}</p>`;
}
