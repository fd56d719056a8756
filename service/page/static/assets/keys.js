// The keyboard: one table of keys, used to act and to list them under `?`.

import * as actions from "./actions.js";
import { go, route, toggleCleaning } from "./store.js";
import { signal } from "./dom.js";
import { togglePictured } from "./pictured.js";
import { mode, show } from "./queue.js";

export const helpOpen = signal(false);
export const exportOpen = signal(false);
export const outboxOpen = signal(false);

const inWork = () => ["d", "review"].includes(route.value.view);

// [keys, what (words key), action]; a key is the browser's name of it, with Shift shown by case.
export const KEYS = [
  [["Enter", "a"], "key.accept", () => actions.accept()],
  [["e", "0-9"], "key.correct", (key) => actions.ask("correct", /\d/.test(key) ? key : "")],
  [["b"], "key.blank", () => actions.markBlank()],
  [["x"], "key.absent", () => actions.markAbsent()],
  [["t"], "key.alternative", () => actions.takeAlternative()],
  [["r"], "key.next-alternative", () => actions.nextAlternative()],
  [["f"], "key.flag", () => actions.ask("flag")],
  [["A"], "key.table", () => actions.acceptTable()],
  [["c"], "key.confirm", () => actions.ask("confirmed")],
  [["d"], "key.dismiss", () => actions.ask("dismissed")],
  [["u"], "key.undo", () => actions.undo()],
  [["s", "ArrowRight", "j"], "key.skip", () => actions.skip()],
  [["ArrowLeft", "k"], "key.back", () => actions.back()],
  [["n"], "key.failing", () => actions.toNextFailing()],
  [["v"], "key.mode", () => { mode.value = mode.value === "field" ? "table" : "field"; }],
  [["p"], "key.picture", () => togglePictured()],
  [["m"], "key.cleaning", () => toggleCleaning()],
  [["E"], "key.export", () => { exportOpen.value = true; }],
];

export const EVERYWHERE = [
  [["g s"], "key.go-submit", () => go("#/")],
  [["g d"], "key.go-documents", () => go("#/documents")],
  [["g r"], "key.go-review", () => go("#/review")],
  [["g y"], "key.go-panel", () => go("#/panel")],
  [["g m"], "key.go-models", () => go("#/models")],
  [["o"], "key.outbox", () => { outboxOpen.value = true; }],
  [["?"], "key.help", () => { helpOpen.value = true; }],
];

const typing = (element) => element.closest?.("input, textarea, select, [contenteditable], dialog[open]");
// Enter and arrows belong to a control that has the focus, unless it is a cell of the tables.
const usesEnter = (element) => element.closest?.("button:not([data-target]), a[href], summary, [role=tab]");

// From cell to cell with the arrows: the nearest one in that direction.
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function moveInTables(cell, [dx, dy]) {
  const from = cell.getBoundingClientRect();
  const middle = (box) => [box.left + box.width / 2, box.top + box.height / 2];
  const [x, y] = middle(from);
  let best = null;
  let least = Infinity;
  for (const other of document.querySelectorAll(".official .cell:not([hidden])")) {
    const [ox, oy] = middle(other.getBoundingClientRect());
    const along = dx ? (ox - x) * dx : (oy - y) * dy;
    const aside = Math.abs(dx ? oy - y : ox - x);
    if (along < 4 || (dx && aside > 8) || along + aside * 3 >= least) continue;
    least = along + aside * 3;
    best = other;
  }
  if (best) {
    show(best.dataset.target);
    best.focus({ preventScroll: true });
  }
}

let waitingForG = false;

export function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  if (waitingForG) {
    waitingForG = false;
    const found = EVERYWHERE.find(([keys]) => keys.includes(`g ${event.key}`));
    if (found) return run(event, found[2]);
  }
  if (event.key === "g") {
    waitingForG = true;
    return;
  }
  const anywhere = EVERYWHERE.find(([keys]) => keys.includes(event.key));
  if (anywhere) return run(event, anywhere[2]);
  if (!inWork()) return;
  if (event.key === "Enter" && usesEnter(event.target)) return;
  if (ARROWS[event.key] && event.target.closest?.(".official .cell")) {
    return run(event, () => moveInTables(event.target.closest(".cell"), ARROWS[event.key]));
  }
  const digit = /^[0-9]$/.test(event.key);
  const found = KEYS.find(([keys]) => keys.includes(event.key) || (digit && keys.includes("0-9")));
  if (!found) return;
  const held = event.repeat && event.key === "A"; // a key held down is no second word
  run(event, held ? () => {} : () => found[2](event.key));
}

function run(event, action) {
  event.preventDefault();
  action();
}
