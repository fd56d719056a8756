// How far people agree about the same fields, and where they do not.

import { html, useEffect, useSignal } from "./dom.js";
import * as api from "./api.js";
import { called, t } from "./i18n.js";
import { labelOf } from "./forms.js";

const SHOWN = 50;
const percent = (share) => (typeof share === "number" ? `${(share * 100).toFixed(1)}%` : "—");
const number = (value) => (typeof value === "number" ? value.toFixed(2) : "—");
const interval = ({ low, high }) => (typeof low === "number" ? `${number(low)}–${number(high)}` : "—");

export function Agreement() {
  const told = useSignal(null);
  const failed = useSignal(null);
  useEffect(() => { api.agreement().then((data) => { told.value = data; }).catch((error) => { failed.value = error; }); }, []);
  if (!told.value) return failed.value && html`<p class="problem">${failed.value.message}</p>`;
  const { blind, seen, waiting, share, differing } = told.value;
  return html`<section class="agreement" aria-labelledby="agree-title"><h2 id="agree-title">${t("agree.title")}</h2>
    <${Blind} found=${blind} />
    ${seen.overall.fields > 0 && html`<p class="hint">${t("agree.seen", { fields: seen.overall.fields, changed: seen.overall.fields - seen.overall.agreed })}</p>`}
    <p class="hint">${t("agree.share", { count: +(share * 100).toFixed(1) })}</p>
    ${waiting > 0 && html`<p><a class="button" href="#/second">${t("agree.read", { count: waiting })}</a></p>`}
    ${differing.length > 0 && html`<h3>${t("agree.differing", { count: told.value.differing_in_all })}</h3><ul class="entries">${differing.slice(0, SHOWN).map((one) => html`<${Differing} key=${`${one.document}${one.report}${one.target}${one.at}`} one=${one} />`)}</ul>`}
  </section>`;
}

function Blind({ found }) {
  const all = found.overall;
  if (!all.fields) return html`<p>${t("agree.none")}</p>`;
  const kappa = { kappa: number(all.kappa), low: number(all.low), high: number(all.high) };
  const words = all.kappa === null ? "agree.undefined" : all.low === null ? "agree.no-interval" : "agree.kappa";
  const rows = [
    ...found.pairs.map((one) => [one.people.join(" · "), one]),
    ...Object.entries(found.groups).map(([group, one]) => [called("field group", group), one]),
  ];
  return html`<p class="kappa">${t("agree.blind", { fields: all.fields, documents: all.documents, share: percent(all.share), expected: percent(all.expected) })} ${t(words, kappa)}</p>
    <div class="scroll" tabindex="0" role="region" aria-label=${t("agree.title")}><table class="list"><thead><tr><th scope="col">${t("agree.who")}</th><th scope="col">${t("figure.fields")}</th><th scope="col">${t("figure.documents")}</th>
      <th scope="col">${t("agree.agreed")}</th><th scope="col">${t("agree.chance")}</th><th scope="col">kappa</th><th scope="col">${t("agree.interval")}</th></tr></thead>
    <tbody>${rows.map(([name, one]) => html`<tr key=${name}><th scope="row">${name}</th><td class="number">${one.fields}</td><td class="number">${one.documents}</td>
      <td class="number">${percent(one.share)}</td><td class="number">${percent(one.expected)}</td><td class="number">${number(one.kappa)}</td><td class="number">${interval(one)}</td></tr>`)}</tbody></table></div>`;
}

const said = ({ by, value, state }) => html`<span>${by} <b>${value ?? t(`state.${state}`)}</b></span>`;

function Differing({ one }) {
  const state = one.blind ? (one.settled ? "agree.settled" : "agree.open") : "agree.in-sight";
  return html`<li><a href=${`#/d/${one.document}?target=${encodeURIComponent(`${one.report}/${one.target}`)}`}>${labelOf(one.field)}</a>
    <small>${one.agency ?? one.document_name} ${one.year ?? ""}</small> ${said(one.first)} · ${said(one.second)} <span class="chip">${t(state)}</span></li>`;
}
