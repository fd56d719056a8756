// Where checks fail: on which line of a table, or in which cell, so that they are drawn there.

import { computed } from "./dom.js";
import { peek, targetsOf } from "./document.js";
import { differenceOf, placeOf } from "./identities.js";
import { doc, shownReport } from "./store.js";

// The checks of the shown report that fail: [{target, check, place}].
export const failingChecks = computed(() => {
  const held = doc.value;
  if (!held) return [];
  held.touched.value; // a decision on a check draws it anew
  return targetsOf(held, shownReport.value, "checks")
    .map((target) => ({ target, check: peek(held, target) }))
    .filter(({ check }) => check.status === "fail")
    .map(({ target, check }) => ({ target, check, place: placeOf(check) }));
});

// Checks of an identity, by the row or column that they are drawn on.
export const failingLines = computed(() => {
  const lines = new Map();
  for (const one of failingChecks.value) {
    if (!one.place) continue;
    const key = one.place.row ?? one.place.column;
    if (!lines.has(key)) lines.set(key, []);
    lines.get(key).push(one);
  }
  return lines;
});

const NONE = new Set();

// Cells that a check other than an identity finds fault with, undecided: ids of fields.
export const failingCells = computed(() => {
  const ids = failingChecks.value.filter(({ check, place }) => !place && !check.decided)
    .flatMap(({ check }) => check.fields ?? []);
  return ids.length ? new Set(ids) : NONE;
});

// The failing checks that speak about a field.
export const checksOn = (id) => failingChecks.value.filter(({ check }) => check.fields?.includes(id));

// By how much a check fails now, or null where it is no identity.
export function amountOf(check, report) {
  const held = doc.value;
  return differenceOf(check, (id) => held.views.get(`${report}/fields/${id}`)?.value.value);
}
