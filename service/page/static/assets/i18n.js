// The page's words in the reader's language.

import { signal } from "./dom.js";
import { load, save } from "./storage.js";
import * as agreement from "./words/agreement.js";
import * as checks from "./words/checks.js";
import * as common from "./words/common.js";
import * as models from "./words/models.js";
import * as panel from "./words/panel.js";
import * as report from "./words/report.js";
import * as review from "./words/review.js";
import * as submit from "./words/submit.js";

// A group of words (what stands before the first dot of a key) lives in one file only: that of the
// view that shows it, `common` where several do.
const FILES = [common, submit, report, checks, review, models, panel, agreement];
const all = (language) => Object.assign({}, ...FILES.map((file) => file[language]));
const WORDS = { zh: all("zh"), en: all("en") };
export const lang = signal(load("duibiao.lang", "zh") === "en" ? "en" : "zh");

export function setLang(next) {
  lang.value = next;
  save("duibiao.lang", next);
  document.documentElement.lang = next === "zh" ? "zh-CN" : "en";
}

// The words for a key; {name} stands for a value. A missing key shows itself.
export function t(key, values) {
  const words = WORDS[lang.value][key] ?? WORDS.zh[key] ?? key;
  return values ? words.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? "")) : words;
}

// The words for one of a group whose names come from the service; an unknown name stands for itself.
export const called = (group, name) => (`${group}.${name}` in WORDS[lang.value] ? t(`${group}.${name}`) : name);
// A message of a training run; a plain one of "中文 / English" by its half.
export function spoken(message) {
  if (typeof message !== "string") return message?.[lang.value] ?? spoken(message?.text ?? "");
  const halves = message.split(" / ");
  return halves.length === 2 ? halves[lang.value === "zh" ? 0 : 1] : message;
}
export const percent = (p) => (p === null || p === undefined ? "—" : `${(p * 100).toFixed(p > 0.995 || p < 0.095 ? 1 : 0)}%`);
export const when = (iso) => (iso ? new Date(iso).toLocaleString(lang.value === "zh" ? "zh-CN" : "en-GB") : "");
