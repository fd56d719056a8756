// What the page shows now, and the decisions made on it.

import { batch, computed, signal, untracked } from "./dom.js";
import * as api from "./api.js";
import * as outbox from "./outbox.js";
import { applyChange, applyConflict, makeDocument, pathOf, peek, refreshFrom, reportOf, settle, syncChecks, syncReview, touch } from "./document.js";
import { labelOf } from "./forms.js";
import { t } from "./i18n.js";
import { load, save } from "./storage.js";

export const route = signal(readRoute());
export const doc = signal(null);
export const selected = signal(null); // the target that the reviewer looks at
export const hovered = signal(null);
export const reportIndex = signal(0);
export const shownReport = computed(() => Math.min(reportIndex.value, Math.max(0, (doc.value?.reports.length ?? 0) - 1)));
export const moving = signal(false); // on the way to a document that is not here yet
export const showCleaning = signal(load("duibiao.cleaning", false));
export const notice = signal(null); // {words, kind}: said once, read out
export const problem = signal(null); // why the document cannot be shown
export const needsKey = signal(false);
export const visit = signal(0); // each begins with signing in: what was refused before is asked again
export const person = signal(null); // who is signed in with a key; null where no keys are used
export const isAdmin = () => !person.value || person.value.role === "admin"; // may train and change models
export const undoDepth = signal(0);

const UNDO = 10;
const undoStack = [];
const cache = new Map(); // documents fetched ahead: id -> promise
const ready = new Map(); // those that have arrived
const CACHED = 40; // a queue by certainty jumps between documents; each takes some 0.3 MB

export function readRoute() {
  const [path, search] = location.hash.replace(/^#\/?/, "").split("?");
  const parts = path.split("/").filter(Boolean).map(decodeURIComponent);
  return { view: parts[0] ?? "", id: parts[1] ?? null, query: new URLSearchParams(search ?? "") };
}

export const go = (hash) => { location.hash = hash; };

export function say(words, kind = "info") {
  notice.value = { words, kind, at: performance.now() };
}

export async function fetchDocument(id) {
  if (!cache.has(id)) {
    const promise = api.document(id).then((answer) => {
      outbox.learnVersion(id, answer.version);
      const made = makeDocument(answer);
      layUnsent(made);
      if (cache.has(id)) ready.set(id, made);
      return made;
    });
    promise.catch(() => cache.delete(id));
    cache.set(id, promise);
    if (cache.size > CACHED) forget(oldestUnused());
  }
  return cache.get(id);
}

// What the service does not have yet is shown as decided; what it has otherwise, as a conflict.
function layUnsent(held) {
  for (const entry of outbox.unsent(held.id)) {
    for (const change of entry.changes) {
      const theirs = outbox.against(entry, change);
      if (theirs) applyConflict(held, change, theirs);
      else applyChange(held, change);
    }
  }
}

// A document that can be shown at once, or undefined.
export const atHand = (id) => ready.get(id);

function forget(id) {
  cache.delete(id);
  ready.delete(id);
}

const oldestUnused = () => {
  const used = untracked(() => doc.value?.id);
  return [...cache.keys()].find((id) => id !== used);
};

// Ask the service again for a document that is shown.
export async function reload(id) {
  const answer = await api.document(id);
  receive({ kind: "reloaded", document: id, answer });
}

export async function open(id) {
  problem.value = null;
  if (untracked(() => doc.value?.id) === id) return doc.value;
  try {
    const found = await fetchDocument(id);
    place(found);
    return found;
  } catch (error) {
    problem.value = error;
    throw error;
  }
}

// Put a document on the bench.
export function place(found) {
  if (untracked(() => doc.value) === found) return;
  batch(() => {
    doc.value = found;
    reportIndex.value = 0;
    selected.value = null;
  });
}

// Decide: shown at once, kept, sent when the service can be reached.
export function decide(document, changes, { undoable = true } = {}) {
  const befores = [];
  batch(() => {
    for (const change of changes) befores.push({ change, ...applyChange(document, change) });
  });
  const id = outbox.put(document.id, changes, untracked(() => document.version.value));
  if (undoable) {
    undoStack.push({ document, id, befores, at: untracked(() => selected.value) });
    if (undoStack.length > UNDO) undoStack.shift();
    undoDepth.value = undoStack.length;
  }
}

// Take the last decision back, wherever it has got to. Returns the target, or null.
export function undo() {
  const last = undoStack.pop();
  undoDepth.value = undoStack.length;
  if (!last) return null;
  if (outbox.giveUp(last.id)) { // in conflict: theirs stands already, and is shown once it is fetched
    return told(last);
  }
  if (outbox.takeBack(last.id)) {
    batch(() => {
      for (const { target, before } of last.befores) {
        last.document.views.get(target).value = before;
        touch(last.document, before.kind);
      }
    });
  } else {
    decide(last.document, last.befores.map(inverse), { undoable: false });
  }
  return told(last);
}

const told = ({ document, befores, at }) => {
  const targets = befores.map((one) => one.target);
  return { document, targets, target: targets.includes(at) ? at : targets[0] };
};

// The change that restores what stood before: the earlier decision, or none.
function inverse({ change, before }) {
  const base = { report: change.report, target: change.target };
  if (before.flagged) return { ...base, decision: "flagged", note: before.note };
  if (!before.decided) return { ...base, decision: "withdrawn" };
  if (before.kind === "checks") return { ...base, decision: before.decision, note: before.note };
  if (before.items) return { ...base, value: before.items.map(bare) };
  return { ...base, value: before.value, ...(before.state ? { state: before.state } : {}) };
}

const bare = ({ key, value, unit, text, span, title, level, title_span }) => ({ key, value, unit, text, span, title, level, title_span });

export function changeOf(target, more) {
  return { report: reportOf(target), target: pathOf(target), ...more };
}

// Who is told of fields that need no answer any more, or need one again.
let tellQueue = () => {};
export const whenReviewChanges = (listener) => { tellQueue = listener; };

// Who is told of decisions that the service has.
let tellSaved = () => {};
export const whenSaved = (listener) => { tellSaved = listener; };

// Documents that were fetched ahead are fetched again when they are needed, the shown one at once.
export function forgetOthers(but) {
  const used = untracked(() => doc.value?.id);
  for (const id of [...cache.keys()]) if (id !== used && id !== but) forget(id);
  if (used && used !== but) reload(used).catch(() => {});
}

// News from the outbox, of this window or another.
export async function receive(news) {
  if (news.kind === "sign-in") needsKey.value = true;
  if (news.kind === "conflict") say(t("outbox.conflicted", { what: labelOf(pathOf(news.target).replace(/^(fields|legacy)\//, "")) }), "problem");
  if (!news.document || !cache.has(news.document)) return;
  const held = await cache.get(news.document);
  batch(() => {
    if (news.kind === "saved") {
      for (const change of news.changes) {
        const view = peek(held, `${change.report ?? 0}/${change.target}`);
        if (view?.pending) settle(held, change);
        else applyChange(held, change, { pending: false });
      }
      if (news.failing) syncChecks(held, news.failing);
      if (news.review) tellQueue(held, syncReview(held, news.review));
      held.version.value = Math.max(untracked(() => held.version.value), news.version);
    }
    if (news.kind === "reloaded") {
      refreshFrom(held, news.answer);
      layUnsent(held);
    }
    if (news.kind === "chosen") for (const change of news.changes) applyChange(held, change);
  });
  if (news.kind === "saved") tellSaved(held, news.changes);
  if (news.kind === "saved" && follows(held)) refreshSoon(news.document);
  if (news.kind === "withdrawn") await reload(news.document).catch(() => {});
}

// Values derived from others (by the crosswalk, by the identities) follow a correction: where a
// document has some, it is asked for again once the reviewer rests.
const REST = 1200;
let resting = null;
const follows = (held) => [...held.views.values()].some((view) => ["crosswalk", "inferred"].includes(untracked(() => view.value.state)));

function refreshSoon(id) {
  clearTimeout(resting);
  resting = setTimeout(() => {
    if (!outbox.unsent(id).length) reload(id).catch(() => {});
  }, REST);
}

export function toggleCleaning() {
  showCleaning.value = !showCleaning.value;
  save("duibiao.cleaning", showCleaning.value);
}

const NONE = [];

// The cells that the looked-at check adds up.
export const involved = computed(() => {
  const target = selected.value;
  if (!target?.includes("/checks/")) return NONE;
  const ids = new Set(peek(doc.value, target)?.fields);
  return [...ids].map((id) => `${reportOf(target)}/fields/${id}`);
});

// What is to be found in the source: those cells, or what is looked at itself.
export const sought = computed(() => {
  if (involved.value.length) return involved.value;
  return selected.value ? [selected.value] : NONE;
});
