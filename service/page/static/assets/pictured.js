// The picture of a page instead of its text, for documents that have pages, with the boxes of the
// cells: the looked-at one is framed, and pointing works both ways.

import { html, signal, useLayoutEffect, useMemo, useRef, useSignal } from "./dom.js";
import { pictureAddress } from "./api.js";
import { peek } from "./document.js";
import { t } from "./i18n.js";
import { load, save } from "./storage.js";
import { doc, hovered, selected, shownReport, sought } from "./store.js";

export const pictured = signal(load("duibiao.pictured", false));

export function togglePictured() {
  pictured.value = !pictured.value;
  save("duibiao.pictured", pictured.value);
}

export const pagesOf = (held) => held?.result.document?.pages ?? [];

const spansOf = (view) => (view?.span ? [view.span] : view?.sources?.length ? view.sources
  : (view?.items ?? []).map((item) => item.title_span ?? item.span).filter(Boolean));
const inside = (page, spans) => page.boxes.filter(([start, end]) => spans.some((span) => start < span[1] && end > span[0]));

// The boxes of every field on a page: [{target, box}].
function fieldsOn(held, report, page) {
  const found = [];
  for (const target of held.views.keys()) {
    if (!target.startsWith(`${report}/fields/`) && !target.startsWith(`${report}/legacy/`)) continue;
    for (const box of inside(page, spansOf(peek(held, target)))) found.push({ target, box });
  }
  return found;
}

const Box = ({ box: [, , left, top, right, bottom], target, name }) => html`<rect class=${name} data-target=${target}
  x=${left - 1} y=${top - 1} width=${right - left + 2} height=${bottom - top + 2} rx="1.5" />`;

export function PagePicture({ onSelect }) {
  const held = doc.value;
  const pages = pagesOf(held);
  const chosen = useSignal(0);
  const spans = sought.value.flatMap((target) => spansOf(peek(held, target)));
  const at = pages.findIndex((page) => inside(page, spans).length);
  useLayoutEffect(() => { if (at >= 0) chosen.value = at; }, [selected.value, held]);
  const page = pages[Math.min(chosen.value, pages.length - 1)];
  if (!page) return null;
  return html`<div class="picture-pane">
    <p class="row"><button type="button" disabled=${chosen.value <= 0} onClick=${() => { chosen.value -= 1; }} aria-label=${t("picture.before")}>‹</button>
      <span role="status">${t("picture.at", { page: page.number, pages: pages.length })}</span>
      <button type="button" disabled=${chosen.value >= pages.length - 1} onClick=${() => { chosen.value += 1; }} aria-label=${t("picture.after")}>›</button></p>
    <${Sheet} key=${`${held.id}/${page.number}`} held=${held} page=${page} marked=${inside(page, spans)} onSelect=${onSelect} /></div>`;
}

// The boxes of what is pointed at; they alone are drawn anew when that changes.
function Pointed({ held, page }) {
  const spans = hovered.value ? spansOf(peek(held, hovered.value)) : [];
  return inside(page, spans).map((one) => html`<${Box} key=${one[0]} box=${one} name="is-pointed" />`);
}

function Sheet({ held, page, marked, onSelect }) {
  const box = useRef(null);
  const report = shownReport.value;
  const changed = held.marked.value;
  const fields = useMemo(() => fieldsOn(held, report, page).map(({ target, box: one }) => html`<${Box} key=${target + one[0]} box=${one} target=${target} name="of-field" />`), [held, report, page, changed]);
  const targetAt = (event) => event.target.dataset?.target ?? null;
  useLayoutEffect(() => {
    const frame = box.current?.querySelector(".is-framed");
    frame?.scrollIntoView({ block: "center", inline: "center" });
  }, [marked[0]?.join()]);
  return html`<div class="picture" ref=${box} tabindex="0" role="region" aria-label=${t("picture.at", { page: page.number, pages: pagesOf(held).length })}>
    <div class="paper"><img src=${pictureAddress(held.id, page.number)} alt=${t("picture.alt", { page: page.number })} />
    <svg viewBox=${`0 0 ${page.width} ${page.height}`} aria-hidden="true" onClick=${(event) => targetAt(event) && onSelect(targetAt(event))}
      onMouseOver=${(event) => { hovered.value = targetAt(event); }} onMouseLeave=${() => { hovered.value = null; }}>
      ${fields}
      <${Pointed} held=${held} page=${page} />
      ${marked.map((one) => html`<${Box} key=${`m${one[0]}`} box=${one} name="is-framed" />`)}
    </svg></div></div>`;
}
