// The cells of the tables. Each is built once and painted again whenever another document, or a
// decision, changes what it shows: going to another document touches only what differs.

import { effect, html, signal, untracked, useLayoutEffect, useRef } from "./dom.js";
import { labelEnglish } from "./labels-en.js";
import { labelOf } from "./forms.js";
import { lang, percent, t } from "./i18n.js";
import { failingCells } from "./lines.js";
import { doc, hovered, involved, selected, shownReport } from "./store.js";

const SIGNS = { observed: "", crosswalk: "旧", narrative: "文", inferred: "推", blank: "空", absent: "缺" };
export const STATES = Object.keys(SIGNS);
export const signOf = (state) => SIGNS[state] ?? "";

export const shown = (view) => (view.value === null || view.value === undefined ? (view.state === "blank" ? "／" : "—") : String(view.value));

// What a decision wants to stand there, in words.
export const wished = (change) => (change.decision ? t(`decision.${change.decision}`)
  : typeof change.value === "object" && change.value !== null ? JSON.stringify(change.value)
    : change.value === null || change.value === undefined ? t(`state.${change.state ?? "absent"}`) : String(change.value));

const cells = new Map(); // "fields/applications.new.total" -> its element, while it is on the page
const drawn = signal(0); // counts cells that come and go

function certainty(view) {
  if (view.conflict) return "conflict";
  if (view.decided) return "done";
  if (view.flagged) return "flagged";
  if (view.review) return view.confidence < 0.5 ? "poor" : "doubt";
  return "sure";
}

function describe(view, failing) {
  const label = lang.value === "zh" ? labelOf(view.id) : labelEnglish(view.id);
  const parts = [`${shown(view)}${signOf(view.state)}`, label, t(`state.${view.state}`)];
  parts.push(view.decided ? t("cell.reviewed") : `${t("confidence")} ${percent(view.confidence)}`);
  if (view.review && !view.decided) parts.push(t("cell.review"));
  if (view.flagged) parts.push(t("cell.flagged"));
  if (view.conflict) parts.push(t("cell.conflict", { mine: wished(view.conflict.mine), theirs: wished(view.conflict.theirs), who: view.conflict.theirs.author ?? "" }));
  if (failing) parts.push(t("check.fails"));
  return parts.join(lang.value === "zh" ? "，" : ", ");
}

// A button in all but its tag: the browser lays out a div in a third of the time, and two hundred
// of them change at once. It is out of the table's flow, so that the table itself stays as it is.
export function Cell({ id, kind = "fields", span }) {
  const box = useRef(null);
  useLayoutEffect(() => {
    const path = `${kind}/${id}`;
    const cell = box.current.firstChild;
    cells.set(path, cell);
    drawn.value = untracked(() => drawn.value) + 1;
    const stop = effect(() => paint(cell, path, id));
    return () => {
      stop();
      if (cells.get(path) === cell) cells.delete(path);
    };
  }, [id, kind]);
  return html`<td ref=${box} colspan=${span}><div role="button" tabindex="-1"></div></td>`;
}

function paint(cell, path, id) {
  const target = `${shownReport.value}/${path}`;
  const view = doc.value?.views.get(target)?.value;
  if (cell.hidden !== !view) cell.hidden = !view;
  if (!view) return base(cell, "cell none");
  const failing = failingCells.value.has(id);
  base(cell, `cell s-${view.state} c-${certainty(view)}${failing ? " has-check" : ""}`);
  if (cell.dataset.target !== target) cell.dataset.target = target;
  const value = shown(view);
  if (!cell.firstChild) cell.textContent = value;
  else if (cell.firstChild.data !== value) cell.firstChild.data = value;
  const words = describe(view, failing);
  if (cell.title !== words) {
    cell.title = words;
    cell.ariaLabel = words;
  }
}

// The class of a cell: what it is now, and what is lit on it at this moment.
function base(cell, names) {
  if (cell.base === names) return;
  const lit = [...cell.classList].filter((name) => LIGHTS.includes(name));
  cell.base = names;
  cell.className = [names, ...lit].join(" ");
}

const LIGHTS = ["is-selected", "is-hovered", "is-involved"];

function light(targets, name, was) {
  const now = new Set();
  for (const target of targets) {
    const slash = target?.indexOf("/") ?? -1;
    const cell = slash > 0 && Number(target.slice(0, slash)) === shownReport.value ? cells.get(target.slice(slash + 1)) : null;
    if (cell) now.add(cell);
  }
  for (const cell of was) if (!now.has(cell)) cell.classList.remove(name);
  for (const cell of now) cell.classList.add(name);
  return now;
}

const FIRST = "fields/disclosure.regulations.issued";

// Lights what is looked at, pointed at, or added up by a check. One cell can be reached with Tab:
// the one looked at, or the first.
export function startLights() {
  const stops = [];
  let chosen = new Set();
  let pointed = new Set();
  let added = new Set();
  let tab = null;
  stops.push(effect(() => {
    drawn.value;
    chosen = light([selected.value], "is-selected", chosen);
    const next = [...chosen][0] ?? cells.get(FIRST) ?? null;
    if (tab && tab !== next) {
      tab.tabIndex = -1;
      tab.removeAttribute("aria-current");
    }
    tab = next;
    if (!tab) return;
    tab.tabIndex = 0;
    if (chosen.size) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }));
  stops.push(effect(() => { pointed = light([hovered.value], "is-hovered", pointed); }));
  stops.push(effect(() => {
    drawn.value;
    added = light(involved.value, "is-involved", added);
  }));
  return () => stops.forEach((stop) => stop());
}
