// The statutory tables in their official look. A cell is a button: it can be pointed at, focused
// and read out with its row, column, state and certainty.

import { html, useComputed } from "./dom.js";
import { labelEnglish } from "./labels-en.js";
import { form, formField, labelOf, stem, tableFour, tableThree, tableTwo } from "./forms.js";
import { lang, percent, t } from "./i18n.js";
import { placeOf } from "./identities.js";
import { peek, targetsOf } from "./document.js";
import { hovered, involved, selected } from "./store.js";

const SIGNS = { observed: "", crosswalk: "旧", narrative: "文", inferred: "推", blank: "空", absent: "缺" };
export const signOf = (state) => SIGNS[state] ?? "";

export const shown = (view) => (view.value === null || view.value === undefined ? (view.state === "blank" ? "／" : "—") : String(view.value));

function certainty(view) {
  if (view.decided) return "done";
  if (view.flagged) return "flagged";
  if (view.review) return view.confidence < 0.5 ? "poor" : "doubt";
  return "sure";
}

export function describe(view) {
  const label = lang.value === "zh" ? labelOf(view.id) : labelEnglish(view.id);
  const parts = [`${shown(view)}${signOf(view.state)}`, label, t(`state.${view.state}`)];
  parts.push(view.decided ? t("cell.reviewed") : `${t("confidence")} ${percent(view.confidence)}`);
  if (view.review && !view.decided) parts.push(t("cell.review"));
  if (view.flagged) parts.push(t("cell.flagged"));
  return parts.join("，");
}

const FIRST = "/fields/disclosure.regulations.issued";

export function Cell({ doc, target, span, onSelect }) {
  const signal = doc.views.get(target);
  const isSelected = useComputed(() => selected.value === target);
  // One cell can be reached with Tab: the one looked at, or the first.
  const tab = useComputed(() => (selected.value === target || (selected.value === null && target.endsWith(FIRST)) ? 0 : -1));
  const isHovered = useComputed(() => hovered.value === target);
  const isInvolved = useComputed(() => involved.value.has(target));
  if (!signal) return html`<td class="cell none" colspan=${span}></td>`;
  const view = signal.value;
  const names = `cell s-${view.state} c-${certainty(view)}${isSelected.value ? " is-selected" : ""}${isHovered.value ? " is-hovered" : ""}${isInvolved.value ? " is-involved" : ""}${view.pending ? " is-pending" : ""}`;
  return html`<td class=${names} colspan=${span}>
    <button type="button" data-target=${target} aria-label=${describe(view)} title=${describe(view)}
      aria-current=${isSelected.value ? "true" : undefined} tabindex=${tab.value}
      onClick=${() => onSelect(target)}
      onMouseEnter=${() => { hovered.value = target; }} onMouseLeave=${() => { hovered.value = null; }}>
      <span class="number">${shown(view)}</span>
      ${signOf(view.state) && html`<i class="sign" aria-hidden="true">${signOf(view.state)}</i>`}
    </button></td>`;
}

function Small({ id }) {
  return lang.value === "en" ? html`<small lang="en">${labelEnglish(id, true)}</small>` : null;
}

export function TableTwo({ doc, report, onSelect, name = "2021", kind = "fields" }) {
  const width = 4;
  return html`<table class="official two" id=${`table-2-${kind}`}><caption>${t("table.2")}${kind === "legacy" ? t("table.legacy", { name }) : ""}</caption>
    ${tableTwo(name).map(({ article, columns, rows }) => {
      const span = (at) => (at === columns.length - 1 ? width - columns.length : 1);
      return html`<tbody key=${article}>
        <tr class="article"><th colspan=${width} scope="rowgroup">${article}</th></tr>
        <tr class="heads"><th scope="col">信息内容</th>${columns.map((column, i) => html`<th scope="col" colspan=${span(i)}>${column}</th>`)}</tr>
        ${rows.map((row) => html`<tr key=${row.label}><th scope="row">${row.label}<${Small} id=${row.ids.find(Boolean)} /></th>
          ${row.ids.map((id, i) => (id
            ? html`<${Cell} key=${id} doc=${doc} target=${`${report}/${kind}/${id}`} span=${span(i)} onSelect=${onSelect} />`
            : html`<td class="cell none" colspan=${span(i)}></td>`))}</tr>`)}
      </tbody>`;
    })}</table>`;
}

// Failing checks by the line that they are drawn on.
export function failingByPlace(doc, report) {
  doc.touched.value; // a decision on a check draws it anew
  const lines = new Map();
  for (const target of targetsOf(doc, report, "checks")) {
    const check = peek(doc, target);
    const place = check.status === "fail" ? placeOf(check) : null;
    if (!place) continue;
    const key = place.row ?? place.column;
    if (!lines.has(key)) lines.set(key, []);
    lines.get(key).push({ target, check });
  }
  return lines;
}

export function Badges({ found, onSelect }) {
  return (found ?? []).map(({ target, check }) => html`<button type="button" key=${target} data-target=${target}
    class=${`badge ${check.decision ?? "open"}${selected.value === target ? " is-selected" : ""}`}
    aria-label=${`${t("check.fails")}：${t(`check.${check.id}`)}，${check.message ?? ""}`} title=${check.message}
    onClick=${() => onSelect(target)}>${check.decision === "confirmed" ? "确" : check.decision === "dismissed" ? "略" : "≠"}</button>`);
}

export function TableThree({ doc, report, onSelect }) {
  const { columns, rows } = tableThree();
  const lines = failingByPlace(doc, report);
  const ids = rows[0].ids.map((id) => id.slice(id.lastIndexOf(".") + 1));
  const footed = ids.some((id) => lines.has(id));
  return html`<table class="official three" id="table-3"><caption>${t("table.3")}</caption>
    <thead>
      <tr><th rowspan="3" colspan="3" class="relation">（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）</th><th colspan="7" scope="colgroup">申请人情况</th><th rowspan="3" class="margin" scope="col">${t("margin")}</th></tr>
      <tr><th rowspan="2" scope="col">${columns[0]}</th><th colspan="5" scope="colgroup">法人或其他组织</th><th rowspan="2" scope="col">${columns[6]}</th></tr>
      <tr>${columns.slice(1, 6).map((column) => html`<th scope="col">${column}</th>`)}</tr>
    </thead>
    <tbody>${rows.map((row) => html`<tr key=${row.stem} class=${lines.has(row.stem) ? "fails" : ""}>
      ${row.heads.map((head) => html`<th class=${`merged level-${head.level}`} rowspan=${head.rows} scope="rowgroup">${head.label}</th>`)}
      <th scope="row" class=${`label part-${row.part}`} colspan=${{ top: 3, result: 2, sub: 1 }[row.part]}>${row.label}<${Small} id=${row.stem} /></th>
      ${row.ids.map((id) => html`<${Cell} key=${id} doc=${doc} target=${`${report}/fields/${id}`} onSelect=${onSelect} />`)}
      <td class="margin"><${Badges} found=${lines.get(row.stem)} onSelect=${onSelect} /></td>
    </tr>`)}</tbody>
    ${footed && html`<tfoot><tr><th colspan="3" scope="row">${t("margin.columns")}</th>
      ${ids.map((id) => html`<td class="margin" key=${id}><${Badges} found=${lines.get(id)} onSelect=${onSelect} /></td>`)}<td class="margin"></td></tr></tfoot>`}
  </table>`;
}

export function TableFour({ doc, report, onSelect }) {
  const channels = tableFour();
  const lines = failingByPlace(doc, report);
  const footed = channels.some(({ ids }) => lines.has(stem(ids[0])));
  const cells = channels.flatMap(({ ids }) => ids);
  const columns = channels.flatMap((channel) => channel.columns);
  return html`<table class="official four" id="table-4"><caption>${t("table.4")}</caption>
    <thead>
      <tr><th colspan="5" rowspan="2" scope="colgroup">行政复议<${Small} id="remedies.review" /></th><th colspan="10" scope="colgroup">行政诉讼</th></tr>
      <tr><th colspan="5" scope="colgroup">未经复议直接起诉<${Small} id="remedies.litigation_direct" /></th><th colspan="5" scope="colgroup">复议后起诉<${Small} id="remedies.litigation_after_review" /></th></tr>
      <tr>${columns.map((column, i) => html`<th scope="col" key=${cells[i]}>${column}</th>`)}</tr>
    </thead>
    <tbody><tr>${cells.map((id) => html`<${Cell} key=${id} doc=${doc} target=${`${report}/fields/${id}`} onSelect=${onSelect} />`)}</tr></tbody>
    ${footed && html`<tfoot><tr>${channels.map(({ ids }) => html`<td class="margin" colspan="5" key=${ids[0]}><${Badges} found=${lines.get(stem(ids[0]))} onSelect=${onSelect} /></td>`)}</tr></tfoot>`}
  </table>`;
}

// Cells of older forms: the 2019 table in its look, what else there is as a list.
export function Legacy({ doc, report, onSelect }) {
  const targets = targetsOf(doc, report, "legacy");
  if (!targets.length) return null;
  const ids = targets.map((target) => target.slice(target.indexOf("/legacy/") + 8));
  const two = ids.some((id) => form("2019").byId.get(id)?.table === 2);
  const rest = ids.filter((id) => !(two && formField(id)?.table === 2));
  return html`${two && html`<div class="scroll"><${TableTwo} doc=${doc} report=${report} onSelect=${onSelect} name="2019" kind="legacy" /></div>`}
    ${rest.length > 0 && html`<div class="scroll"><table class="official list"><caption>${t("table.other")}</caption><tbody>
      ${rest.map((id) => html`<tr key=${id}><th scope="row">${labelOf(id)}</th><${Cell} doc=${doc} target=${`${report}/legacy/${id}`} onSelect=${onSelect} /><td class="unit">${formField(id)?.unit ?? ""}</td></tr>`)}
    </tbody></table></div>`}`;
}
