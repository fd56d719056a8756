// The statutory tables in their official look. They are laid out once; the cells paint
// themselves. A cell is a button: it can be pointed at, focused and read out with its row,
// column, state and certainty.

import { html, useComputed } from "./dom.js";
import { Cell } from "./cells.js";
import { form, formField, labelOf, last, stem, tableFour, tableThree, tableTwo } from "./forms.js";
import { lang, t } from "./i18n.js";
import { columnEnglish, labelEnglish } from "./labels-en.js";
import { amountOf, failingLines } from "./lines.js";
import { doc, selected, shownReport } from "./store.js";

function Small({ id, column }) {
  return lang.value === "en" ? html`<small lang="en">${column ? columnEnglish(id) : labelEnglish(id, true)}</small>` : null;
}

export function TableTwo({ name = "2021", kind = "fields" }) {
  const width = 4;
  return html`<table class="official two" id=${`table-2-${kind}`}><caption>${t("table.2")}${kind === "legacy" ? t("table.legacy", { name }) : ""}</caption>
    ${tableTwo(name).map(({ article, columns, rows }) => {
      const span = (at) => (at === columns.length - 1 ? width - columns.length : 1);
      return html`<tbody key=${article}>
        <tr class="article"><th colspan=${width} scope="rowgroup">${article}</th></tr>
        <tr class="heads"><th scope="col">信息内容</th>${columns.map((column, i) => html`<th scope="col" colspan=${span(i)}>${column}<${Small} id=${rows[0].ids[i]} column /></th>`)}</tr>
        ${rows.map((row) => html`<tr key=${row.label}><th scope="row">${row.label}<${Small} id=${row.ids.find(Boolean)} /></th>
          ${row.ids.map((id, i) => (id
            ? html`<${Cell} key=${id} id=${id} kind=${kind} span=${span(i)} />`
            : html`<td class="none" colspan=${span(i)}></td>`))}</tr>`)}
      </tbody>`;
    })}</table>`;
}

const NONE = [];
const MARKS = { confirmed: "确", dismissed: "略" };

// The failing checks of one row or column, with the amount by which it fails.
function Badges({ line }) {
  const found = useComputed(() => failingLines.value.get(line) ?? NONE).value;
  return found.map((one) => html`<${Badge} key=${one.target} ...${one} />`);
}

function Badge({ target, check }) {
  const by = amountOf(check);
  const words = check.decision ? MARKS[check.decision] ?? "≠" : by ? t("check.badge", { by }) : by === 0 ? "＝" : "≠";
  const is = useComputed(() => selected.value === target).value;
  return html`<button type="button" data-target=${target} class=${`badge ${check.decision ?? "open"}${by === 0 && !check.decision ? " settled" : ""}${is ? " is-selected" : ""}`}
    aria-label=${`${words}，${t("check.fails")}：${t(`check.${check.id}`)}，${check.message ?? ""}`} title=${check.message}>${words}</button>`;
}

export function TableThree() {
  const { columns, rows } = tableThree();
  const { ids } = rows[0];
  const head = (i, rowspan) => html`<th scope="col" rowspan=${rowspan} key=${ids[i]}>${columns[i]}<${Small} id=${ids[i]} column /></th>`;
  return html`<table class="official three" id="table-3"><caption>${t("table.3")}</caption>
    <thead>
      <tr><th rowspan="3" colspan="3" class="relation">（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）</th><th colspan="7" scope="colgroup">申请人情况</th><td rowspan="3" class="margin"></td></tr>
      <tr>${head(0, 2)}<th colspan="5" scope="colgroup">法人或其他组织</th>${head(6, 2)}</tr>
      <tr>${[1, 2, 3, 4, 5].map((i) => head(i))}</tr>
    </thead>
    <tbody>${rows.map((row) => html`<tr key=${row.stem}>
      ${row.heads.map((one) => html`<th class=${`merged level-${one.level}`} rowspan=${one.rows} scope="rowgroup">${one.label}</th>`)}
      <th scope="row" class=${`label part-${row.part}`} colspan=${{ top: 3, result: 2, sub: 1 }[row.part]}>${row.label}<${Small} id=${row.stem} /></th>
      ${row.ids.map((id) => html`<${Cell} key=${id} id=${id} />`)}
      <td class="margin"><${Badges} line=${row.stem} /></td>
    </tr>`)}</tbody>
    <tfoot><tr><th colspan="3" scope="row">${t("margin.columns")}</th>
      ${ids.map((id) => html`<td class="margin" key=${id}><${Badges} line=${last(id)} /></td>`)}<td class="margin"></td></tr></tfoot>
  </table>`;
}

export function TableFour() {
  const channels = tableFour();
  const cells = channels.flatMap(({ ids }) => ids);
  const columns = channels.flatMap((channel) => channel.columns);
  return html`<table class="official four" id="table-4"><caption>${t("table.4")}</caption>
    <thead>
      <tr><th colspan="5" rowspan="2" scope="colgroup">行政复议<${Small} id="remedies.review" /></th><th colspan="10" scope="colgroup">行政诉讼</th></tr>
      <tr><th colspan="5" scope="colgroup">未经复议直接起诉<${Small} id="remedies.litigation_direct" /></th><th colspan="5" scope="colgroup">复议后起诉<${Small} id="remedies.litigation_after_review" /></th></tr>
      <tr>${columns.map((column, i) => html`<th scope="col" key=${cells[i]}>${column}<${Small} id=${cells[i]} column /></th>`)}</tr>
    </thead>
    <tbody><tr>${cells.map((id) => html`<${Cell} key=${id} id=${id} />`)}</tr></tbody>
    <tfoot><tr>${channels.map(({ ids }) => html`<td class="margin" colspan="5" key=${ids[0]}><${Badges} line=${stem(ids[0])} /></td>`)}</tr></tfoot>
  </table>`;
}

// Cells of older forms: the 2019 table in its look, what else there is as a list. The list stays
// as it is while the next document shows the same cells.
export function Legacy() {
  const ids = useComputed(() => legacyIds()).value;
  if (!ids) return null;
  const all = ids.split(" ");
  const two = all.some((id) => form("2019").byId.get(id)?.table === 2);
  const rest = all.filter((id) => !(two && formField(id)?.table === 2));
  return html`${two && html`<div class="scroll"><${TableTwo} name="2019" kind="legacy" /></div>`}
    ${rest.length > 0 && html`<div class="scroll"><table class="official list"><caption>${t("table.other")}</caption><tbody>
      ${rest.map((id) => html`<tr key=${id}><th scope="row">${labelOf(id)}</th><${Cell} id=${id} kind="legacy" /><td class="unit">${formField(id)?.unit ?? ""}</td></tr>`)}
    </tbody></table></div>`}`;
}

function legacyIds() {
  const prefix = `${shownReport.value}/legacy/`;
  return [...doc.value?.views.keys() ?? []].filter((target) => target.startsWith(prefix))
    .map((target) => target.slice(prefix.length)).join(" ");
}
