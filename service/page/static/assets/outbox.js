// Decisions on their way to the service. Each is kept in the browser under a key of its own
// before it is shown, sent once by one window, and dropped only when the service has it.

import { signal } from "./dom.js";
import { annotate, document as fetchDocument, ApiError } from "./api.js";
import { drop, keysUnder, load, save } from "./storage.js";

const PREFIX = "duibiao.out.";
const WAITS = [500, 1000, 2000, 5000, 10000, 20000];
const windowId = crypto.randomUUID();
const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("duibiao") : null;
const listeners = new Set();
const versions = new Map(); // the newest version of a document that this window has seen

export const entries = signal([]); // what is still here, oldest first
export const away = signal(false); // whether the last try found nobody
export const durable = signal(true); // false where the browser refuses to keep anything

let counter = 0;
let timer = null;
let failures = 0;

const refresh = () => {
  entries.value = keysUnder(PREFIX).map((key) => load(key, null)).filter(Boolean);
};

export function start(listener) {
  listeners.add(listener);
  refresh();
  channel?.addEventListener("message", (event) => tell(event.data));
  addEventListener("storage", (event) => event.key?.startsWith(PREFIX) && refresh());
  addEventListener("online", () => drainSoon(0));
  drainSoon(0);
}

const tell = (news) => {
  if (news.version) learnVersion(news.document, news.version);
  for (const listener of listeners) listener(news);
};

export function learnVersion(id, version) {
  if (!(versions.get(id) >= version)) versions.set(id, version);
}

// Keep a decision, then send it. Returns its id, with which it can be taken back while unsent.
export function put(document, changes, seen) {
  const now = Date.now();
  counter += 1;
  const order = `${String(now).padStart(14, "0")}.${String(counter).padStart(6, "0")}`;
  const id = crypto.randomUUID();
  const entry = { key: `${PREFIX}${order}.${id}`, id, document, changes, seen, at: now, window: windowId, tries: 0, state: "waiting" };
  for (const change of changes) { // a new decision takes the place of one that is in conflict
    const old = conflictAt(document, nameOf(change));
    if (old?.changes.length === 1) remove(old);
  }
  durable.value = save(entry.key, entry);
  entries.value = [...entries.value, entry];
  drainSoon(0);
  return id;
}

function drainSoon(wait) {
  clearTimeout(timer);
  timer = setTimeout(drain, wait);
}

export const retryNow = () => drainSoon(0);

let running = false;
async function drain() {
  if (running) return;
  running = true;
  try {
    if (navigator.locks) await navigator.locks.request("duibiao-outbox", drainAll);
    else await drainAll();
  } finally {
    running = false;
  }
  if (entries.value.some((entry) => entry.state === "waiting")) {
    drainSoon(failures ? WAITS[Math.min(failures - 1, WAITS.length - 1)] : 0);
  }
}

async function drainAll() {
  refresh();
  for (;;) {
    const entry = entries.value.find((one) => one.state === "waiting");
    if (!entry) break;
    if (!(await send(entry))) break;
  }
}

function store(entry) {
  save(entry.key, entry);
  entries.value = entries.value.map((one) => (one.key === entry.key ? entry : one));
}

function remove(entry) {
  drop(entry.key);
  entries.value = entries.value.filter((one) => one.key !== entry.key);
}

// True where the next entry may be tried. The version that was sent is kept beforehand and sent
// again until there is an answer, whatever this window learns meanwhile: the answer may only have
// been lost, and with another version the service would take it for another decision.
async function send(waiting) {
  const version = waiting.sent ?? Math.max(versions.get(waiting.document) ?? 0, waiting.seen);
  const entry = { ...waiting, sent: version };
  if (waiting.sent === undefined) store(entry);
  try {
    const { data } = await annotate(entry.document, version, entry.changes, `${entry.id}.${version}`);
    failures = 0;
    away.value = false;
    delivered(entry, data.version ?? version + 1, data);
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return refused(entry, error);
  }
}

function delivered(entry, version, { failing, review }) {
  learnVersion(entry.document, version);
  remove(entry);
  for (const other of entries.value) {
    if (other.document === entry.document && other.window === entry.window && other.state === "waiting") {
      store({ ...other, seen: Math.max(other.seen, version) });
    }
  }
  const news = { kind: "saved", document: entry.document, changes: entry.changes, version, failing, review };
  tell(news);
  channel?.postMessage(news);
}

async function refused(entry, error) {
  if (error.passing || error.status === 401) {
    failures += 1;
    away.value = error.status === 0 || error.status >= 500;
    store({ ...entry, tries: entry.tries + 1, problem: error.code });
    if (error.status === 401) tell({ kind: "sign-in" });
    return false;
  }
  if (error.status === 409) return rebase(entry.document, error.problem.since ?? []);
  store({ ...entry, state: "refused", problem: error.code, detail: error.message });
  return true;
}

// Somebody saved in between. Decisions on other targets stand beside ours; on the same target
// the reviewer must choose, unless both say the same.
async function rebase(document, since) {
  let current;
  try {
    current = await fetchDocument(document);
  } catch {
    failures += 1;
    return false;
  }
  versions.set(document, current.version);
  for (const one of entries.value) {
    if (one.document === document && one.state === "waiting") settleAgainst(one, current, since);
  }
  tell({ kind: "reloaded", document, answer: current });
  return true;
}

const nameOf = (change) => `${change.report ?? ""}/${change.target}`;

function settleAgainst(entry, current, since) {
  const theirs = entry.changes.map((change) => {
    const found = since.filter((one) => nameOf(one) === nameOf(change) && one.version > entry.seen).at(-1);
    return found && { ...standing(current.result, change), report: change.report, target: change.target, author: found.author };
  });
  if (theirs.every((one, i) => one && same(entry.changes[i], one))) {
    remove(entry); // it is there already: our own answer was lost on the way, or they agree
    tell({ kind: "saved", document: entry.document, changes: entry.changes, version: current.version });
  } else if (theirs.some((one, i) => one && !same(entry.changes[i], one))) {
    store({ ...entry, state: "conflict", theirs: theirs.filter(Boolean), seen: current.version, sent: undefined });
    const at = theirs.findIndex((one, i) => one && !same(entry.changes[i], one));
    tell({ kind: "conflict", target: nameOf(entry.changes[at]) });
  } else {
    store({ ...entry, seen: current.version, sent: undefined });
  }
}

// What stands at a change's target in the service's result: {value, state, decision, note}.
function standing(result, change) {
  const report = result.reports?.[change.report] ?? {};
  const [group, ...rest] = change.target.split("/");
  const key = rest.join("/");
  const held = report[group];
  if (group === "checks") return pick(held?.find((check) => check.key === key));
  if (group === "facts" || group === "sections") return { value: held?.filter((one) => one.key === key) ?? [] };
  return pick(key ? held?.[key] : held);
}

const pick = ({ value, state, decision, note, flagged } = {}) =>
  ({ value, state, note, decision: flagged ? "flagged" : decision });

function same(mine, theirs) {
  if (mine.decision === "withdrawn") return false;
  if (mine.decision) return mine.decision === theirs.decision;
  const plain = (value) => JSON.stringify(value !== null && typeof value === "object" && "value" in value ? value.value : value ?? null);
  return plain(mine.value) === plain(theirs.value) && (mine.state ?? theirs.state) === theirs.state;
}

// What somebody else decided at the target of a change in conflict, or undefined.
export const against = (entry, change) =>
  (entry.state === "conflict" ? entry.theirs?.find((one) => nameOf(one) === nameOf(change) && !same(change, one)) : undefined);

// The entry that is in conflict at a target of a document.
export const conflictAt = (document, target) =>
  entries.value.find((one) => one.document === document && one.state === "conflict" && one.theirs?.some((theirs) => nameOf(theirs) === target));

// The reviewer's choice in a conflict.
export function resolve(entry, mine) {
  if (mine) {
    store({ ...entry, state: "waiting", theirs: undefined, sent: undefined, seen: versions.get(entry.document) ?? entry.seen });
    tell({ kind: "chosen", document: entry.document, changes: entry.changes });
  } else withdraw(entry);
  drainSoon(0);
}

export function withdraw(entry) {
  remove(entry);
  tell({ kind: "withdrawn", document: entry.document, changes: entry.changes });
}

// Take back a decision that is in conflict: the other one stands. True where it was.
export function giveUp(id) {
  const entry = entries.value.find((one) => one.id === id && one.state === "conflict");
  if (entry) withdraw(entry);
  return Boolean(entry);
}

// Take back a decision that has not been sent: true where that was possible.
export function takeBack(id) {
  const entry = entries.value.find((one) => one.id === id);
  if (!entry || entry.sent !== undefined || running) return false;
  remove(entry);
  return true;
}

export const unsent = (document) => entries.value.filter((one) => one.document === document);
