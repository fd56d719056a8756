// One document as the page holds it: the service's result, decisions laid over it. Every target
// ("0/fields/applications.new.total") has a signal of its own, so that a decision repaints one
// cell and not the page.

import { signal, untracked } from "./dom.js";
import { offsetMap } from "./text.js";

const SINGLE = ["agency", "year", "form", "scope"];
const NUMERIC = ["fields", "legacy"];
const LISTS = ["facts", "sections"];

export function makeDocument(answer) {
  const doc = {
    id: answer.id,
    name: answer.name,
    text: answer.text,
    map: offsetMap(answer.text),
    result: answer.result,
    version: signal(answer.version),
    reports: answer.result.reports ?? [],
    views: new Map(),
    marked: signal(0), // counts changes of what is marked in the source
    touched: signal(0), // counts decisions on checks and lists: whoever draws those reads it
  };
  doc.reports.forEach((report, at) => addReport(doc, report, at));
  return doc;
}

function addReport(doc, report, at) {
  const inReview = new Set(report.review ?? []);
  for (const kind of NUMERIC) {
    for (const [id, field] of Object.entries(report[kind] ?? {})) {
      add(doc, `${at}/${kind}/${id}`, { kind, id, ...field, review: inReview.has(id) });
    }
  }
  for (const key of SINGLE) {
    add(doc, `${at}/${key}`, { kind: key, id: key, ...(report[key] ?? { value: null }) });
  }
  for (const kind of LISTS) {
    const groups = Map.groupBy(report[kind] ?? [], (entry) => entry.key);
    for (const [key, items] of groups) add(doc, `${at}/${kind}/${key}`, { kind, id: key, ...listView(items) });
  }
  const keys = checkKeys(report.checks ?? []);
  (report.checks ?? []).forEach((check, i) => {
    add(doc, `${at}/checks/${keys[i]}`, { kind: "checks", ...check });
  });
}

const listView = (items) => ({ items, reviewed_by: items.find((item) => item.reviewed_by)?.reviewed_by });

// As the service makes them: the check's id and fields; repeats are counted.
export function checkKeys(checks) {
  const seen = new Map();
  return checks.map((check) => {
    const key = `${check.id}/${(check.fields ?? []).join(",")}`;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return check.key ?? (count === 1 ? key : `${key}#${count}`);
  });
}

function add(doc, target, view) {
  const decided = Boolean(view.reviewed_by) && !view.flagged;
  doc.views.set(target, signal({ ...view, target, decided, pending: false }));
}

export const peek = (doc, target) => untracked(() => doc.views.get(target)?.value ?? null);
export const reportOf = (target) => Number(target.slice(0, target.indexOf("/")));
export const pathOf = (target) => target.slice(target.indexOf("/") + 1);
export const fieldId = (target) => pathOf(target).replace(/^(fields|legacy)\//, "");

export const targetsOf = (doc, report, kind) =>
  [...doc.views.keys()].filter((target) => target.startsWith(`${report}/${kind}/`));

export const failing = (doc, report) =>
  targetsOf(doc, report, "checks").filter((target) => peek(doc, target).status === "fail");

// Lay one change over the view. Returns what stood there before, for undo.
export function applyChange(doc, change, { pending = true } = {}) {
  const target = `${change.report ?? 0}/${change.target}`;
  if (!doc.views.has(target)) add(doc, target, freshView(change.target));
  const view = doc.views.get(target);
  const before = untracked(() => view.value);
  view.value = { ...next(before, change), pending, conflict: undefined };
  touch(doc, before.kind);
  return { target, before };
}

// Tell whoever draws lists and marks that one of this kind has changed.
export function touch(doc, kind) {
  if (NUMERIC.includes(kind)) return;
  doc.touched.value += 1;
  if (kind !== "checks") doc.marked.value += 1;
}

// Somebody else decided the same otherwise: what the service holds is shown, and beside it stands
// what the reviewer wants, until one of the two is chosen.
export function applyConflict(doc, change, theirs) {
  const view = doc.views.get(`${change.report ?? 0}/${change.target}`);
  if (!view) return;
  view.value = { ...untracked(() => view.value), conflict: { mine: change, theirs } };
  touch(doc, untracked(() => view.value).kind);
}

function freshView(path) {
  const [kind, ...rest] = path.split("/");
  const numeric = NUMERIC.includes(kind);
  return { kind, id: rest.join("/") || kind, value: null, ...(numeric ? { state: "absent" } : {}), items: [] };
}

function next(before, change) {
  const note = change.note ?? before.note;
  if (change.decision === "withdrawn") return withdrawn(before);
  if (change.decision === "flagged") return { ...before, flagged: true, decided: false, note };
  const done = { ...before, flagged: false, decided: true, note, machine: before.machine ?? machineOf(before) };
  if (change.decision === "accepted") return done;
  if (before.kind === "checks") return { ...done, decision: change.decision };
  if (LISTS.includes(before.kind)) return { ...done, items: change.value ?? [] };
  if (SINGLE.includes(before.kind)) return { ...done, ...single(change.value, before) };
  return { ...done, value: change.value, state: change.state };
}

const machineOf = ({ value, state, confidence, items, span }) => ({ value, state, confidence, items, span });
const single = (given, before) =>
  given !== null && typeof given === "object" ? { value: given.value, span: given.span ?? before.span } : { value: given };

function withdrawn(before) {
  const machine = Object.fromEntries(
    Object.entries(before.machine ?? {}).filter(([, value]) => value !== undefined));
  return { ...before, ...machine, machine: undefined, decision: undefined, note: undefined,
    flagged: false, decided: false, reviewed_by: undefined };
}

// The service has this change, or somebody else's.
export function settle(doc, change) {
  const view = doc.views.get(`${change.report ?? 0}/${change.target}`);
  if (view) view.value = { ...untracked(() => view.value), pending: false };
}

// After a save the service tells which checks fail now: a correction settles some, breaks others.
export function syncChecks(doc, failing) {
  failing.forEach((checks, i) => {
    const keys = checkKeys(checks);
    const now = new Map(checks.map((check, at) => [`${i}/checks/${keys[at]}`, check]));
    for (const target of targetsOf(doc, i, "checks")) {
      const view = doc.views.get(target);
      const held = untracked(() => view.value);
      const check = now.get(target);
      now.delete(target);
      if (check) view.value = held.pending ? { ...held, ...check, decision: held.decision, note: held.note } : { ...held, ...check };
      else if (held.status === "fail") view.value = { ...held, status: "pass" };
    }
    for (const [target, check] of now) add(doc, target, { kind: "checks", ...check });
  });
  doc.touched.value += 1;
}

// Take over what the service says now, keeping the signals that are being watched.
export function refreshFrom(doc, answer) {
  const fresh = makeDocument(answer);
  doc.version.value = fresh.version.value;
  for (const [target, view] of fresh.views) {
    if (doc.views.has(target)) doc.views.get(target).value = untracked(() => view.value);
    else doc.views.set(target, view);
  }
  doc.touched.value += 1;
  doc.marked.value += 1;
}

// The fields that the service asks for now, a list for each report: an answer may settle others
// unasked, and its withdrawal asks for them again. Returns both, as targets.
export function syncReview(doc, review) {
  const changed = { gone: [], back: [] };
  review.forEach((ids, i) => {
    const now = new Set(ids);
    for (const target of NUMERIC.flatMap((kind) => targetsOf(doc, i, kind))) {
      const view = doc.views.get(target);
      const held = untracked(() => view.value);
      const waits = now.has(held.id);
      if (held.decided || held.pending || Boolean(held.review) === waits) continue;
      view.value = { ...held, review: waits };
      changed[waits ? "back" : "gone"].push(target);
    }
  });
  return changed;
}
