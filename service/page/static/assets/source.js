// The source as submitted. It is built once as plain elements; looking at another field only
// moves a class. Blocks out of sight are skipped by the browser (content-visibility).

import { effect, html, make, untracked, useEffect, useLayoutEffect, useRef } from "./dom.js";
import { t } from "./i18n.js";
import { marksOf, pieces } from "./marks.js";
import { hovered, involved, selected, showCleaning } from "./store.js";
import { blocksOf, hasHidden, splitHidden } from "./text.js";

export function Source({ doc, onSelect }) {
  const box = useRef(null);
  const elements = useRef(new Map());
  useLayoutEffect(() => {
    elements.current = build(box.current, doc);
  }, [doc]);
  useEffect(() => effect(() => light(elements.current, involved.value.size ? [...involved.value] : [selected.value], "is-selected", box.current)), [doc]);
  useEffect(() => effect(() => light(elements.current, [hovered.value], "is-hovered", null)), [doc]);
  const targetAt = (event) => event.target.closest?.("[data-target]")?.dataset.target ?? null;
  return html`<div
    class=${`source-text${showCleaning.value ? " shows-cleaning" : ""}`}
    ref=${box} role="document" tabindex="0" aria-label=${t("source.label")} lang="zh" id="source-text"
    onMouseOver=${(event) => { hovered.value = targetAt(event); }}
    onMouseLeave=${() => { hovered.value = null; }}
    onClick=${(event) => {
      const target = targetAt(event);
      if (target && getSelection().isCollapsed) onSelect(target);
    }}
  ></div>`;
}

const built = new WeakMap(); // a queue comes back to a document again and again

// Fill the box; returns the elements of each target.
function build(box, doc) {
  if (!built.has(doc)) built.set(doc, blocks(doc));
  const { nodes, elements } = built.get(doc);
  box.replaceChildren(...nodes);
  box.scrollTop = 0;
  return elements;
}

function blocks(doc) {
  const elements = new Map();
  const marks = marksOf(doc);
  const nodes = [];
  let first = 0;
  for (const [start, end] of blocksOf(doc.text)) {
    while (first < marks.length && marks[first].end <= start && marks[first].start < start) first += 1;
    const block = make("div", { class: "block" });
    for (const piece of pieces(start, end, marks)) block.append(...drawn(piece, doc.text, elements));
    nodes.push(block);
  }
  return { nodes, elements };
}

function drawn(piece, text, elements) {
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

function light(elements, targets, name, scrollIn) {
  const lit = elements.lit ??= {};
  for (const element of lit[name] ?? []) element.classList.remove(name);
  lit[name] = targets.flatMap((target) => elements.get(target) ?? []);
  for (const element of lit[name]) element.classList.add(name);
  if (scrollIn && lit[name].length) untracked(() => bring(scrollIn, lit[name][0]));
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
export function markedSpan(doc) {
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
  return end > start ? [doc.map.toPoint(start), doc.map.toPoint(end)] : null;
}
