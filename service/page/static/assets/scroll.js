// Scrolling to what is looked at: all of it once per change, after everything was written, so
// that the browser lays the page out once.

const wanted = new Map(); // name -> what to do, or null where nothing
let waiting = false;

export function arrange(name, run) {
  wanted.set(name, run);
  if (waiting) return;
  waiting = true;
  queueMicrotask(() => queueMicrotask(() => { // after the components, which render in a microtask
    waiting = false;
    const all = [...wanted.values()];
    wanted.clear();
    for (const one of all) one?.();
  }));
}

// Scroll the sheet so that the looked-at cell can be seen; the keyboard's focus stays where it is.
export function bringSelected() {
  const sheet = document.querySelector(".pane.sheet");
  const found = [...sheet?.querySelectorAll(".is-selected") ?? []];
  const cell = found.find((one) => !one.closest(".check-list")) ?? found[0];
  if (!cell) return;
  const frame = sheet.getBoundingClientRect();
  const place = cell.getBoundingClientRect();
  if (place.top < frame.top + 90 || place.bottom > frame.bottom - 30) sheet.scrollTop += place.top - frame.top - frame.height / 2.5;
  const across = cell.closest(".scroll");
  if (!across) return;
  const inner = across.getBoundingClientRect();
  const label = across.querySelector("th.part-sub");
  const stuck = label && getComputedStyle(label).position === "sticky";
  const left = stuck ? inner.left + label.getBoundingClientRect().width : inner.left;
  if (place.left < left || place.right > inner.right) across.scrollLeft += place.left - left - (inner.right - left - place.width) / 2;
}
