import { signal } from "./dom.js";
import { load, save } from "./storage.js";

const ORDER = ["auto", "light", "dark"];
export const theme = signal(ORDER.includes(load("duibiao.theme", "auto")) ? load("duibiao.theme", "auto") : "auto");

export function showTheme() {
  document.documentElement.dataset.theme = theme.value;
}

export function nextTheme() {
  theme.value = ORDER[(ORDER.indexOf(theme.value) + 1) % ORDER.length];
  save("duibiao.theme", theme.value);
  showTheme();
}
