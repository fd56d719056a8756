// The service counts code points, the browser counts UTF-16 units. A map goes both ways.

const SURROGATE = /[\ud800-\udfff]/;

// {length, toUnit(point), toPoint(unit), slice(start, end)} for one text. A unit in the middle
// of a character belongs to that character. Most texts have no character outside the BMP; then
// both counts agree and no table is kept.
export function offsetMap(text) {
  if (!SURROGATE.test(text)) {
    const clamp = (at) => Math.max(0, Math.min(at, text.length));
    return { length: text.length, toUnit: clamp, toPoint: clamp, slice: (s, e) => text.slice(s, e) };
  }
  const units = [];
  let unit = 0;
  for (const character of text) {
    units.push(unit);
    unit += character.length;
  }
  units.push(unit);
  const table = Uint32Array.from(units);
  const toUnit = (point) => table[Math.max(0, Math.min(point, table.length - 1))];
  return {
    length: table.length - 1,
    toUnit,
    toPoint: (wanted) => lastAtMost(table, wanted),
    slice: (s, e) => text.slice(toUnit(s), toUnit(e)),
  };
}

function lastAtMost(table, wanted) {
  let low = 0;
  let high = table.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (table[middle] <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}

// Where a text may be cut into blocks: after a line end once `size` units are reached, or, on a
// line without end, at 4 * size. Never inside a CRLF or a surrogate pair.
export function blocksOf(text, size = 400) {
  const cuts = [];
  let start = 0;
  while (start < text.length) {
    let end = nextLineEnd(text, Math.min(start + size, text.length));
    if (end - start > 4 * size) end = start + 4 * size;
    if (end < text.length && splitsPair(text, end)) end += 1;
    cuts.push([start, end]);
    start = end;
  }
  return cuts;
}

function nextLineEnd(text, from) {
  const found = text.indexOf("\n", Math.max(0, from - 1));
  return found < 0 ? text.length : found + 1;
}

function splitsPair(text, at) {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  return (before === 13 && after === 10)
    || (before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000);
}

// The full-width characters that `wide` finds, the digits where it is not given, as plain ones.
export const halfWidth = (text, wide = /[０-９]/g) => text.replace(wide, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));

// Characters that are not seen but change what is seen: bidi controls, zero width, and the rest
// of the control characters. A reviewer must see them.
const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/;

export const hasHidden = (text) => HIDDEN.test(text);

// [[text, hidden?], ...]
export function splitHidden(text) {
  const parts = [];
  let rest = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (!HIDDEN.test(text[at])) continue;
    if (at > rest) parts.push([text.slice(rest, at), false]);
    parts.push([text[at], true]);
    rest = at + 1;
  }
  if (rest < text.length) parts.push([text.slice(rest), false]);
  return parts;
}
