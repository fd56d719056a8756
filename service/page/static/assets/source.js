// The source as submitted. It is built once per document as plain elements, ahead of time for the
// documents that come next; looking at another field moves a class, marking text anew redraws
// only the blocks it touches. Blocks out of sight are skipped by the browser.

import { effect, html, make, untracked, useLayoutEffect, useRef } from "./dom.js";
import { t } from "./i18n.js";
import { marksOf, pieces } from "./marks.js";
import { arrange } from "./scroll.js";
import { doc, hovered, showCleaning, sought } from "./store.js";
import { blocksOf, hasHidden, splitHidden } from "./text.js";

export function Source({ onSelect }) {
  const box = useRef(null);
  useLayoutEffect(() => follow(box.current), []);
  const targetAt = (event) => event.target.closest?.("[data-target]")?.dataset.target ?? null;
  return html`<div class="source-text" ref=${box} role="document" tabindex="0" aria-label=${t("source.label")} lang="zh" id="source-text"
    onMouseOver=${(event) => { hovered.value = targetAt(event); }}
    onMouseLeave=${() => { hovered.value = null; }}
    onClick=${(event) => {
      const target = targetAt(event);
      if (target && getSelection().isCollapsed) onSelect(target);
    }}
  ></div>`;
}

// Keep the box in step with what is shown, looked at and pointed at.
function follow(box) {
  let held = null;
  const lit = { "is-selected": [], "is-hovered": [] };
  const light = (targets, name) => {
    for (const element of lit[name]) element.classList.remove(name);
    lit[name] = held ? targets.flatMap((target) => elementsOf(held, target)) : [];
    for (const element of lit[name]) element.classList.add(name);
    return lit[name];
  };
  const stops = [
    effect(() => {
      const wanted = doc.value;
      const blocks = wanted && drawn(wanted, showCleaning.value);
      const fresh = wanted !== held;
      if (fresh) {
        held = wanted;
        box.replaceChildren(...(blocks ?? []).map((block) => block.node));
      }
      const found = light(sought.value, "is-selected");
      arrange("source", found.length ? () => bring(box, found[0]) : fresh ? () => { box.scrollTop = 0; } : null);
    }),
    effect(() => { light(hovered.value ? [hovered.value] : [], "is-hovered"); }),
  ];
  return () => stops.forEach((stop) => stop());
}

const built = new WeakMap(); // document -> {blocks, cleaning, version}: a queue comes back again and again

// Draw a document's source before it is needed.
export function warm(held) {
  untracked(() => { drawn(held, showCleaning.value); });
}

// The blocks of a document as they should look now.
function drawn(held, cleaning) {
  const version = held.marked.value;
  const entry = built.get(held);
  if (entry?.version === version && entry.cleaning === cleaning) return entry.blocks;
  const marks = marksOf(held, cleaning);
  const blocks = entry?.blocks ?? blocksOf(held.text).map(([start, end]) => ({
    start, end, node: make("div", { class: "block" }), elements: new Map(), drawnAs: null,
  }));
  let first = 0;
  for (const block of blocks) {
    while (first < marks.length && marks[first].end <= block.start) first += 1;
    redraw(block, held.text, inside(marks, first, block));
  }
  built.set(held, { blocks, cleaning, version });
  return blocks;
}

function inside(marks, first, { start, end }) {
  const found = [];
  for (let i = first; i < marks.length && marks[i].start < end; i += 1) if (marks[i].end > start) found.push(marks[i]);
  return found;
}

function redraw(block, text, marks) {
  const wanted = marks.map((mark) => `${mark.start},${mark.end},${mark.kind},${mark.target}`).join(";");
  if (block.drawnAs === wanted) return;
  block.drawnAs = wanted;
  block.elements.clear();
  block.node.replaceChildren(...pieces(block.start, block.end, marks).flatMap((piece) => piecesDrawn(piece, text, block.elements)));
}

const elementsOf = (held, target) => (built.get(held)?.blocks ?? []).flatMap((block) => block.elements.get(target) ?? []);

function piecesDrawn(piece, text, elements) {
  const nodes = textNodes(text.slice(piece.start, piece.end));
  if (!piece.marks.length) return nodes;
  const targets = [...new Set(piece.marks.map((mark) => mark.target).filter(Boolean))];
  const kinds = [...new Set(piece.marks.map((mark) => `m-${mark.kind}`))];
  // The shortest mark is the most exact one: pointing here means it.
  const inner = piece.marks.filter((mark) => mark.target)
    .reduce((best, mark) => (!best || mark.end - mark.start <= best.end - best.start ? mark : best), null);
  const element = make("span", { class: `m ${kinds.join(" ")}`, "data-target": inner?.target }, ...nodes);
  for (const target of targets) {
    if (!elements.has(target)) elements.set(target, []);
    elements.get(target).push(element);
  }
  return [element];
}

// Plain text, with characters that would hide or turn the text made visible. A carriage return
// alone is a line end to whoever wrote it.
function textNodes(text) {
  if (!hasHidden(text) && !/\r(?!\n)/.test(text)) return [document.createTextNode(text)];
  return text.split(/(?<=\r)(?!\n)/).flatMap((line, i, lines) => {
    const nodes = splitHidden(line).map(([part, hidden]) => (hidden
      ? make("span", { class: "hidden-character", "data-name": `U+${part.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}` }, part)
      : document.createTextNode(part)));
    if (i < lines.length - 1) nodes.push(document.createElement("br"));
    return nodes;
  });
}

// Scroll the box, and only the box, so that the element stands in its upper third.
function bring(box, element) {
  const frame = box.getBoundingClientRect();
  const place = element.getBoundingClientRect();
  if (place.top >= frame.top + 24 && place.bottom <= frame.bottom - 24) return;
  box.scrollTop += place.top - frame.top - frame.height / 3;
  // Blocks above may only now have got their true height: look once more.
  const after = element.getBoundingClientRect();
  if (after.top < frame.top || after.bottom > frame.bottom) box.scrollTop += after.top - frame.top - frame.height / 3;
}

// What the reader marked in the source, in code points: [start, end], or null.
export function markedSpan(held) {
  const selection = getSelection();
  const box = document.getElementById("source-text");
  if (!selection.rangeCount || selection.isCollapsed || !box) return null;
  const range = selection.getRangeAt(0);
  if (!box.contains(range.startContainer) || !box.contains(range.endContainer)) return null;
  const units = (node, offset) => {
    const before = document.createRange();
    before.setStart(box, 0);
    before.setEnd(node, offset);
    return before.cloneContents().textContent.length; // a range's toString() drops nothing either, but is slower
  };
  const start = units(range.startContainer, range.startOffset);
  const end = units(range.endContainer, range.endOffset);
  return end > start ? [held.map.toPoint(start), held.map.toPoint(end)] : null;
}
