// Which stretches of the source belong to which target, and the source cut into pieces by them.

import { peek } from "./document.js";

const PINYIN = /[(（][a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜüńňǹḿêɡɑ]{1,7} ?[)）]/gi;

// [{start, end, target, kind}] in UTF-16 units, in order of their starts.
export function marksOf(doc, cleaning = true) {
  const marks = [];
  const add = (span, target, kind) => {
    if (!span || span[1] <= span[0]) return;
    marks.push({ start: doc.map.toUnit(span[0]), end: doc.map.toUnit(span[1]), target, kind });
  };
  for (const target of doc.views.keys()) {
    const view = peek(doc, target);
    if (view.kind === "fields" || view.kind === "legacy") {
      add(view.span, target, "field");
      for (const span of view.sources ?? []) add(span, target, "field");
    } else if (view.items) {
      for (const item of view.items) add(item.title_span ?? item.span, target, view.kind);
    } else if (view.kind !== "checks") add(view.span, target, "identity");
  }
  for (const stretch of doc.result.rejected ?? []) add(stretch.span, null, "rejected");
  for (const [span, kind] of cleaning ? cleaningOf(doc) : []) add(span, null, `clean-${kind}`);
  return marks.sort((a, b) => a.start - b.start || b.end - a.end);
}

// The places that cleaning changed: as the service says, else at least the bracketed pinyin.
function cleaningOf(doc) {
  const told = (doc.result.cleaning ?? []).flatMap(
    (entry) => (entry.spans ?? []).map((span) => [span, entry.kind]));
  if (told.length) return told;
  return [...doc.text.matchAll(PINYIN)].map((found) => [
    [doc.map.toPoint(found.index), doc.map.toPoint(found.index + found[0].length)], "pinyin"]);
}

// Cut [from, to) wherever a mark begins or ends: [{start, end, marks}].
export function pieces(from, to, marks) {
  const inside = marks.filter((mark) => mark.start < to && mark.end > from);
  const cuts = new Set([from, to]);
  for (const mark of inside) {
    if (mark.start > from) cuts.add(mark.start);
    if (mark.end < to) cuts.add(mark.end);
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((start, i) => ({
    start,
    end: sorted[i + 1],
    marks: inside.filter((mark) => mark.start <= start && mark.end >= sorted[i + 1]),
  }));
}
