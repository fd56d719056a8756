// What a key or a button does to the target that is looked at. Nothing here waits for the
// service: a decision is shown, kept, and the next field painted.

import { signal } from "./dom.js";
import { settledBy } from "./checks.js";
import { fieldId, peek, reportOf } from "./document.js";
import { labelOf } from "./forms.js";
import { percent, t } from "./i18n.js";
import * as queue from "./queue.js";
import * as store from "./store.js";
import { halfWidth } from "./text.js";

export const asking = signal(null); // {what: "correct" | "flag" | "confirmed" | "dismissed", text}
export const alternative = signal(0); // which alternative is offered

const looked = () => {
  const doc = store.doc.value;
  const target = store.selected.value;
  return doc && target && !store.moving.value ? { doc, target, view: peek(doc, target) } : null;
};
const isNumber = (view) => view?.kind === "fields" || view?.kind === "legacy";
export const isCheck = (view) => view?.kind === "checks";

async function onward(doc, target, settled = true) {
  alternative.value = 0;
  if (settled) queue.markSettled(doc.id, target);
  if (queue.items.value.length === 0) return;
  const next = await queue.step(1).catch(() => doc);
  if (!next) store.say(t("queue.done"), "done");
}

function decideNumber(more) {
  const now = looked();
  if (!now || !isNumber(now.view)) return;
  store.decide(now.doc, [store.changeOf(now.target, more)]);
  onward(now.doc, now.target);
}

export function accept() {
  const now = looked();
  if (!now) return;
  if (isCheck(now.view)) return;
  if (now.view.decided) return onward(now.doc, now.target); // it is decided: only go on
  store.decide(now.doc, [store.changeOf(now.target, isNumber(now.view) ? asShown(now.view) : { decision: "accepted" })]);
  onward(now.doc, now.target);
}

// Accepting says the value itself, so that it holds whatever a later model reads. What the
// statutory form cannot hold (a negative count) is accepted as it is.
const asShown = ({ value, state }) => (value !== null && value < 0 ? { decision: "accepted" } : { value, state });

export const markBlank = () => decideNumber({ value: null, state: "blank" });
export const markAbsent = () => decideNumber({ value: null, state: "absent" });

const NUMBER = /^-?\d{1,15}(\.\d{1,6})?$/;

// What a reviewer typed: {value, state}, or null where it is no number.
export function readNumber(typed) {
  const text = halfWidth(typed.trim(), /[０-９．－]/g).replace(/[,，]/g, "");
  return NUMBER.test(text) ? Number(text) : null;
}

// Another value for a field: {value, state}. A field without a number gets the state `filled`.
function instead(view, value, filled = "inferred") {
  if (value === null) return { value, state: "blank" };
  return { value, state: ["blank", "absent"].includes(view.state) ? filled : view.state };
}

export function correct(typed) {
  const now = looked();
  const value = readNumber(typed);
  if (!now || value === null) {
    store.say(t("correct.not-a-number"), "problem");
    return false;
  }
  decideNumber(instead(now.view, value, "observed"));
  return true;
}

// What would settle the looked-at check: [{id, value, now, target}].
export function settlements() {
  const now = looked();
  if (!now || !isCheck(now.view)) return [];
  const report = reportOf(now.target);
  return settledBy(now.doc, now.view).map(({ id, value }) => {
    const target = `${report}/fields/${id}`;
    return { id, value, target, now: peek(now.doc, target).value };
  });
}

// Take an alternative that settles the looked-at check, and stay with the check.
export function settle(chosen) {
  const now = looked();
  if (!chosen) return store.say(t("alternative.none"));
  store.decide(now.doc, [store.changeOf(chosen.target, instead(peek(now.doc, chosen.target), chosen.value))]);
  queue.markSettled(now.doc.id, chosen.target);
  store.say(t("check.now-holds"), "done");
}

export function takeAlternative(index = alternative.value) {
  const now = looked();
  if (!now) return;
  if (isCheck(now.view)) return settle(settlements()[0]);
  const chosen = now.view.alternatives?.[index];
  if (!chosen) return store.say(t("alternative.none"));
  decideNumber(chosen.from ? asSuggested(chosen) : instead(now.view, chosen.value));
}

// What a correction in a report of the same template says, and that it does.
const asSuggested = ({ value, state, from }) => ({ value, state, suggested_by: { document: from.document, report: from.report } });

export function nextAlternative() {
  const count = looked()?.view.alternatives?.length ?? 0;
  if (count) alternative.value = (alternative.value + 1) % count;
}

const move = (direction) => {
  if (store.moving.value) return;
  alternative.value = 0;
  queue.step(direction).catch(() => {}); // the queue has said so
};
export const skip = () => move(1);
export const back = () => move(-1);

export function flag(note) {
  const now = looked();
  if (!now) return;
  store.decide(now.doc, [store.changeOf(now.target, { decision: "flagged", note: note || t("flag.default") })]);
  onward(now.doc, now.target);
}

export function decideCheck(decision, note) {
  const now = looked();
  if (!now || !isCheck(now.view)) return;
  store.decide(now.doc, [store.changeOf(now.target, { decision, ...(note ? { note } : {}) })]);
  const next = queue.nextFailing();
  if (next) queue.show(next);
  else store.say(t("checks.done"), "done");
}

export function toNextFailing() {
  const next = queue.nextFailing();
  if (next) queue.show(next);
  else store.say(t("checks.none"));
}

export async function undo() {
  const undone = store.undo();
  if (!undone) return store.say(t("undo.none"));
  const view = peek(undone.document, undone.target);
  for (const target of undone.targets) queue.markSettled(undone.document.id, target, peek(undone.document, target).decided);
  await store.open(undone.document.id);
  queue.show(undone.target);
  store.say(t("undo.done", { what: isNumber(view) ? labelOf(fieldId(undone.target)) : undone.target }));
}

const MANY = 30; // more than one can have looked at in passing
const UNSURE = 0.5; // as the cells are marked: below it a field is very unsure
const AGAIN = 6000; // milliseconds in which a second press counts
let pressed = { what: "", at: -Infinity };

// True where this press may act; else it says what a second one would do.
function confirmed(doc, members) {
  const sure = members.map(({ target }) => peek(doc, target).confidence ?? 0);
  const unsure = sure.filter((one) => one < UNSURE).length;
  if (members.length <= MANY && !unsure) return true;
  const what = `${doc.id} ${members.map(({ target }) => target).join()}`;
  const now = performance.now();
  const again = pressed.what === what && now - pressed.at < AGAIN;
  pressed = { what: again ? "" : what, at: now };
  if (!again) store.say(t(unsure ? "accept-all.unsure" : "accept-all.many", { count: members.length, unsure, least: percent(Math.min(...sure)) }));
  return again;
}

// Accept all undecided fields of the table that is looked at, in one decision.
export function acceptTable() {
  const members = queue.ofSameTable();
  const doc = store.doc.value;
  if (!doc || !members.length || store.moving.value || !confirmed(doc, members)) return;
  store.decide(doc, members.map(({ target }) => {
    return store.changeOf(target, asShown(peek(doc, target)));
  }));
  for (const { target } of members) queue.markSettled(doc.id, target);
  store.say(t("accept-all.done", { count: members.length }), "done");
  onward(doc, store.selected.value, false);
}

// Ask for a number or a note; the dialogue bar takes the keyboard until Enter or Escape.
export function ask(what, text = "") {
  const now = looked();
  if (!now) return;
  if (["confirmed", "dismissed"].includes(what) !== isCheck(now.view)) return;
  if (what === "correct" && !isNumber(now.view)) return;
  asking.value = { what, text: text || (what === "correct" ? String(now.view.value ?? "") : "") };
}

export function answer(text) {
  const what = asking.value?.what;
  if (what === "correct" && readNumber(text) === null) return correct(text);
  asking.value = null;
  if (what === "correct") correct(text);
  else if (what === "flag") flag(text.trim());
  else if (what) decideCheck(what, text.trim());
  return true;
}
