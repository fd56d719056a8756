// The fields that wait for a decision, in the order the reviewer chose: of one document, or of
// all. The page works ahead: the next documents are fetched before they are needed.

import { batch, computed, signal, untracked } from "./dom.js";
import * as api from "./api.js";
import { tableOf } from "./forms.js";
import { t } from "./i18n.js";
import { failing, fieldId, peek, reportOf, targetsOf } from "./document.js";
import { warm } from "./source.js";
import * as store from "./store.js";

export const items = signal([]); // [{document, target, name?, agency?, year?}]
export const at = signal(-1);
export const settled = signal(new Set()); // keys of the items that are decided
export const scope = signal("document"); // or "all"
export const mode = signal("field"); // or "table"
export const loading = signal(false);
export const more = signal(null); // the cursor of the next page
const whole = signal(0); // how many wait in all, pages that are not here yet included

export const keyOf = (item) => `${item.document}|${item.target}`;
// All there is to decide: what is here, and where more pages wait, what the service counts (random
// audits, which wait beside, come on top).
export const total = computed(() => {
  const here = items.value.length;
  return more.value ? Math.max(here, whole.value + items.value.filter((item) => item.audit).length) : here;
});
export const remaining = computed(() => Math.max(0, total.value - settled.value.size));
export const current = computed(() => items.value[at.value] ?? null);

const AHEAD = 6;
const PAGE = 500;
let filters = {};
let order = "certainty";

// All fields in review of one document, least certain first or as printed.
export function forDocument(doc, order = "form") {
  const found = [];
  doc.reports.forEach((_, i) => {
    for (const kind of ["fields", "legacy"]) {
      for (const target of targetsOf(doc, i, kind)) {
        const view = peek(doc, target);
        if (view.review && !view.decided) found.push({ document: doc.id, target, confidence: view.confidence });
      }
    }
  });
  if (order === "certainty") found.sort((a, b) => a.confidence - b.confidence);
  reset(found, "document");
}

function reset(found, kind) {
  batch(() => {
    items.value = found;
    at.value = -1;
    settled.value = new Set();
    scope.value = kind;
    more.value = null;
    whole.value = 0;
  });
}

export async function forAll({ order: wanted, ...rest }) {
  filters = rest;
  order = wanted || "certainty";
  loading.value = true;
  try {
    const page = await api.review(asked());
    reset(arranged(page.items.map(asItem)), "all");
    more.value = page.next ?? null;
    if (more.value) api.waiting(filters).then(({ fields }) => { whole.value = fields; }).catch(() => {});
  } finally {
    loading.value = false;
  }
}

let coming = null; // the next page, while it is on its way

const loadMore = () => {
  coming ??= nextPage().finally(() => { coming = null; });
  return coming;
};

async function nextPage() {
  if (!more.value || loading.value) return;
  loading.value = true;
  try {
    const page = await api.review({ ...asked(), cursor: more.value });
    const known = new Set(items.value.map(keyOf));
    items.value = [...items.value, ...arranged(page.items.map(asItem).filter((item) => !known.has(keyOf(item))))];
    more.value = page.next ?? null;
  } catch { /* tried again at the next step */ } finally {
    loading.value = false;
  }
}

const asItem = (row) => ({ ...row, target: `${row.report ?? 0}/${row.target}` });

// The service orders by certainty or by what an answer is worth.
const asked = () => ({ ...filters, limit: PAGE, order: order === "worth" ? "gain" : null });

// "By document" keeps a document's fields together, the one with the least certain field first.
const arranged = (list) => (order === "document" ? [...Map.groupBy(list, (item) => item.document).values()].flat() : list);

export function markSettled(document, target, is = true) {
  const key = `${document}|${target}`;
  if (settled.value.has(key) === is || !items.value.some((item) => keyOf(item) === key)) return;
  const next = new Set(settled.value);
  if (is) next.add(key);
  else next.delete(key);
  settled.value = next;
}

// What an answer settled unasked is passed over; the field that is looked at stays where it is.
store.whenReviewChanges((document, { gone, back }) => {
  for (const target of gone) markSettled(document.id, target);
  for (const target of back) markSettled(document.id, target, false);
  if (gone.length) store.say(t("queue.unasked", { count: gone.length }));
});

// The next undecided item in a direction, once round: its index, or -1.
function following(from, direction, also = () => true) {
  const list = items.value;
  const count = list.length;
  for (let tried = 1; tried <= count; tried += 1) {
    const next = (((from + direction * tried) % count) + count) % count;
    if (!settled.value.has(keyOf(list[next])) && also(list[next])) return next;
  }
  return -1;
}

// Go to the next undecided item. Null where none is left. A document that cannot be fetched is
// passed over for one that is here; it comes again later.
export async function step(direction = 1) {
  let next = following(at.value, direction);
  if (next < 0 && more.value) {
    await loadMore(); // all that is here is decided, but that is not all
    next = following(at.value, direction);
    if (next < 0 && more.value) throw new Error("more waits, and cannot be had now");
  }
  if (next < 0) return null;
  try {
    return await goTo(next);
  } catch (error) {
    const other = following(next, direction, (item) => store.atHand(item.document));
    store.say(t("queue.unreachable"), "problem");
    if (other < 0) throw error;
    return goTo(other);
  }
}

let journey = 0;

export async function goTo(index) {
  const item = items.value[index];
  if (!item) return null;
  const mine = ++journey;
  let found = store.atHand(item.document);
  if (found) store.moving.value = false; // whatever was on its way before is not waited for
  else {
    store.moving.value = true; // until it is here, keys must not decide on what was looked at before
    try {
      found = await store.fetchDocument(item.document);
    } finally {
      if (mine === journey) store.moving.value = false;
    }
    if (mine !== journey) return item; // the reviewer went elsewhere meanwhile
  }
  batch(() => { // in one step, so that the bench is never taken down between two documents
    store.place(found);
    at.value = index;
    show(item.target);
  });
  ahead(index);
  return item;
}

export function show(target) {
  batch(() => {
    if (untracked(() => store.reportIndex.value) !== reportOf(target)) store.reportIndex.value = reportOf(target);
    store.selected.value = target;
    const found = items.value.findIndex((item) => item.target === target && item.document === store.doc.value?.id);
    if (found >= 0) at.value = found;
  });
}

const whenIdle = globalThis.requestIdleCallback ?? ((run) => setTimeout(run, 60));
let planned = false;

// Fetch and draw what comes next, when the browser has nothing else to do.
function ahead(index) {
  if (scope.value !== "all" || planned) return;
  planned = true;
  whenIdle(() => {
    planned = false;
    const coming = new Set(items.value.slice(index, index + 120).map((item) => item.document));
    for (const id of [...coming].slice(0, AHEAD)) {
      store.fetchDocument(id).then((found) => whenIdle(() => warm(found), { timeout: 500 })).catch(() => {});
    }
    if (index > items.value.length - 60) loadMore();
  }, { timeout: 200 });
}

// The undecided items of the same table as the current one.
export function ofSameTable() {
  const item = current.value;
  if (!item) return [];
  const table = tableOf(fieldId(item.target));
  return items.value.filter((one) => one.document === item.document
    && reportOf(one.target) === reportOf(item.target)
    && tableOf(fieldId(one.target)) === table && !settled.value.has(keyOf(one)));
}

// The next check of this document that fails and is not decided, after the one looked at.
export function nextFailing() {
  const doc = store.doc.value;
  if (!doc) return null;
  const open = doc.reports.flatMap((_, i) => failing(doc, i)).filter((target) => !peek(doc, target).decided);
  if (!open.length) return null;
  return open[(open.indexOf(store.selected.value) + 1) % open.length];
}
