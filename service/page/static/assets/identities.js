// What a check of the form adds up, so that the page can say by how much it fails and which
// other reading would settle it. Ids of fields in, numbers out.

import { last, stem } from "./forms.js";

const BALANCE = {
  left: ["applications.new", "applications.carried_in"],
  right: ["applications.processed_total", "applications.carried_out"],
};

// {left: [id], right: [id]}: the sum of the left should equal the sum of the right; null where
// the check is no identity.
export function sidesOf(check) {
  const ids = check.fields ?? [];
  if (check.id === "row-sum" || check.id === "remedy-sum") {
    return split(ids, (id) => last(id) === "total");
  }
  if (check.id === "outcome-sum") {
    return split(ids, (id) => stem(id) === "applications.processed_total");
  }
  if (check.id === "column-balance") {
    const on = (stems) => ids.filter((id) => stems.includes(stem(id)));
    return { left: on(BALANCE.left), right: on(BALANCE.right) };
  }
  return null;
}

function split(ids, isTotal) {
  const right = ids.filter(isTotal);
  return right.length === 1 ? { left: ids.filter((id) => !isTotal(id)), right } : null;
}

const sum = (ids, valueOf) => ids.reduce((all, id) => all + (valueOf(id) ?? 0), 0);
const tidy = (number) => Math.round(number * 1e6) / 1e6;

export function difference(sides, valueOf) {
  return tidy(sum(sides.left, valueOf) - sum(sides.right, valueOf));
}

// By how much the two sides of a check differ, as the values stand; null where it is no identity.
export function differenceOf(check, valueOf) {
  const sides = sidesOf(check);
  return sides?.left.length && sides.right.length ? Math.abs(difference(sides, valueOf)) : null;
}

// The single alternatives that make both sides equal: [{id, value, why}].
export function settling(sides, fieldOf) {
  const found = [];
  const valueOf = (id) => fieldOf(id)?.value;
  for (const id of [...sides.left, ...sides.right]) {
    for (const other of fieldOf(id)?.alternatives ?? []) {
      const tried = (one) => (one === id ? other.value : valueOf(one));
      if (difference(sides, tried) === 0) found.push({ id, value: other.value, why: other.why });
    }
  }
  return found;
}

// Which line of a table a check speaks about, to draw it there: the stem of a row's fields, the
// last part of a column's.
export function lineOf(check) {
  const [first] = check.fields ?? [];
  if (!first) return null;
  if (check.id === "row-sum" || check.id === "remedy-sum") return stem(first);
  if (check.id === "column-balance" || check.id === "outcome-sum") return last(first);
  return null;
}
