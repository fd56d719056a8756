// Where checks fail: on which line of a table, or in which cell, so that they are drawn there.

import { computed } from "./dom.js";
import { peek, targetsOf } from "./document.js";
import { differenceOf, lineOf } from "./identities.js";
import { doc, shownReport } from "./store.js";

// The checks of the shown report that fail: [{target, check, line}].
const failingChecks = computed(() => {
  const held = doc.value;
  if (!held) return [];
  held.touched.value; // a decision on a check draws it anew
  return targetsOf(held, shownReport.value, "checks")
    .map((target) => ({ target, check: peek(held, target) }))
    .filter(({ check }) => check.status === "fail")
    .map(({ target, check }) => ({ target, check, line: lineOf(check) }));
});

// Those that nobody has decided yet.
export const openChecks = computed(() => failingChecks.value.filter(({ check }) => !check.decided));

// Checks of an identity, by the row or column that they are drawn on.
export const failingLines = computed(() => Map.groupBy(failingChecks.value.filter(({ line }) => line), ({ line }) => line));

const NONE = new Set();

// Cells that a check other than an identity finds fault with, undecided: ids of fields.
export const failingCells = computed(() => {
  const ids = openChecks.value.filter(({ line }) => !line).flatMap(({ check }) => check.fields ?? []);
  return ids.length ? new Set(ids) : NONE;
});

// The undecided ones that speak about a field.
export const checksOn = (id) => openChecks.value.filter(({ check }) => check.fields?.includes(id));

// By how much a check of the shown report fails now, or null where it is no identity.
export function amountOf(check) {
  const held = doc.value;
  const report = shownReport.value;
  return differenceOf(check, (id) => held.views.get(`${report}/fields/${id}`)?.value.value);
}
