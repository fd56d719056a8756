// Who, which year, headings and facts. Each is corrected by marking text in the source and
// pressing the button beside it (or typing).

import { html, useComputed, useSignal } from "./dom.js";
import { peek, targetsOf } from "./document.js";
import { readNumber } from "./actions.js";
import { percent, t } from "./i18n.js";
import { markedSpan } from "./source.js";
import { changeOf, decide, say, selected } from "./store.js";
import { halfWidth } from "./text.js";

const SECTIONS = ["preamble", "overview", "overview.proactive", "overview.on_request", "overview.management",
  "overview.platform", "overview.supervision", "disclosure", "applications", "remedies", "problems",
  "problems.shortcomings", "problems.improvements", "other_matters", "other_matters.fees",
  "other_matters.priorities", "other_matters.proposals", "annex", "signature"];
const FACTS = ["disclosed.total", "disclosed.website", "disclosed.wechat", "disclosed.weibo", "disclosed.other_media",
  "interpretations", "press_conferences", "interviews", "visits.website", "followers", "requests.received",
  "requests.answered", "review.cases", "litigation.cases", "information_fee", "proposals.npc", "proposals.cppcc",
  "training", "meetings", "consultations", "hotline"];

function marked(doc) {
  const span = markedSpan(doc);
  if (!span) say(t("mark.first"), "problem");
  return span && { span, text: doc.map.slice(...span) };
}

// A value that can be looked at; it alone is drawn anew when it is.
function Value({ target, onSelect, children }) {
  const is = useComputed(() => selected.value === target).value;
  return html`<button type="button" class=${`value${is ? " is-selected" : ""}`} data-target=${target} onClick=${() => onSelect(target)}>${children}</button>`;
}

export function Identity({ doc, report, onSelect }) {
  return html`<section class="panel identity" aria-labelledby="identity-title"><h2 id="identity-title">${t("identity")}</h2>
    <dl>${["agency", "year", "form", "scope"].map((key) => html`<${Single} key=${key} doc=${doc} target=${`${report}/${key}`} name=${key} onSelect=${onSelect} />`)}</dl></section>`;
}

function Single({ doc, target, name, onSelect }) {
  const view = doc.views.get(target).value;
  const editing = useSignal(false);
  const put = (value, span) => {
    decide(doc, [changeOf(target, { value: span ? { value, span } : value })]);
    editing.value = false;
  };
  const read = (text) => {
    const year = name === "year" ? /(?:19|20)\d\d/.exec(halfWidth(text)) : null;
    if (name === "year") return year ? Number(year[0]) : null;
    return text.replace(/\s+/g, "").trim() || null;
  };
  const fromMark = () => {
    const found = marked(doc);
    if (!found) return;
    const value = read(found.text);
    if (value === null) say(t("mark.no-year"), "problem");
    else put(value, found.span);
  };
  const choice = { form: ["2021", "2019", "2014", "narrative"], scope: ["own", "region", "unknown"] }[name];
  return html`<dt>${t(`single.${name}`)}</dt><dd>
    ${editing.value && !choice && html`<form class="inline" onSubmit=${(event) => {
      event.preventDefault();
      const value = read(event.target.elements.text.value);
      if (value === null) say(t("mark.no-year"), "problem");
      else put(value);
    }}><input name="text" aria-label=${t(`single.${name}`)} defaultValue=${view.value ?? ""} /><button type="submit">${t("ask.ok")}</button></form>`}
    ${choice && html`<select aria-label=${t(`single.${name}`)} value=${view.value ?? ""} onChange=${(event) => put(event.target.value)}>
      ${choice.map((one) => html`<option value=${one} key=${one} selected=${one === view.value}>${t(`${name}.${one}`)}</option>`)}</select>`}
    ${!choice && !editing.value && html`<${Value} target=${target} onSelect=${onSelect}>${view.value ?? "—"}</${Value}>`}
    <span class="chip">${view.decided ? t("cell.reviewed") : percent(view.confidence)}</span>
    ${!choice && html`<button type="button" class="quiet" onClick=${fromMark} aria-label=${`${t("mark.use")}：${t(`single.${name}`)}`}>${t("mark.use")}</button>
    <button type="button" class="quiet" onClick=${() => { editing.value = !editing.value; }} aria-label=${`${t("edit")}：${t(`single.${name}`)}`}>${t("edit")}</button>`}</dd>`;
}

export function Sections({ doc, report, onSelect }) {
  doc.touched.value;
  const targets = targetsOf(doc, report, "sections");
  const entries = targets.flatMap((target) => peek(doc, target).items.map((item) => ({ ...item, target })))
    .sort((a, b) => (a.span?.[0] ?? 0) - (b.span?.[0] ?? 0));
  const put = (key) => {
    const found = marked(doc);
    if (!found) return;
    const next = entries.find((entry) => (entry.title_span ?? entry.span)[0] >= found.span[1] && entry.key !== key);
    const end = next ? (next.title_span ?? next.span)[0] : doc.reports[report].span[1];
    const title = found.text.trim().replace(/[。：:]$/, "");
    decide(doc, [changeOf(`${report}/sections/${key}`, {
      value: [{ key, title, level: key.includes(".") ? 2 : 1, title_span: found.span, span: [found.span[0], Math.max(end, found.span[1])] }],
    })]);
  };
  const remove = (key) => decide(doc, [changeOf(`${report}/sections/${key}`, { value: [] })]);
  return html`<section class="panel" aria-labelledby="sections-title"><h2 id="sections-title">${t("sections")}</h2>
    <ol class="entries">${entries.map((entry) => html`<li key=${entry.target} class=${`level-${entry.level}`}>
      <${Value} target=${entry.target} onSelect=${onSelect}>${entry.title || t("section.untitled")}</${Value}>
      <small>${t(`section.${entry.key}`)}</small>
      <button type="button" class="quiet" onClick=${() => put(entry.key)} aria-label=${`${t("mark.use")}：${t(`section.${entry.key}`)}`}>${t("mark.use")}</button>
      <button type="button" class="quiet" onClick=${() => remove(entry.key)} aria-label=${`${t("remove")}：${t(`section.${entry.key}`)}`}>${t("remove")}</button></li>`)}</ol>
    <${Adder} keys=${SECTIONS} prefix="section" onAdd=${put} /></section>`;
}

export function Facts({ doc, report, onSelect }) {
  doc.touched.value;
  const groups = targetsOf(doc, report, "facts").map((target) => peek(doc, target));
  const put = (key, items) => decide(doc, [changeOf(`${report}/facts/${key}`, { value: items.map(({ value, unit, text, span }) => ({ key, value, unit: unit ?? "", text, span })) })]);
  const itemsOf = (key) => groups.find((group) => group.id === key)?.items ?? [];
  const add = (key) => {
    const found = marked(doc);
    if (!found) return;
    const number = /\d[\d,，]*(?:\.\d+)?/.exec(halfWidth(found.text));
    const value = number ? readNumber(number[0]) : null;
    if (value === null) say(t("mark.no-number"), "problem");
    else put(key, [...itemsOf(key), { key, value, unit: "", text: found.text, span: found.span }]);
  };
  return html`<section class="panel" aria-labelledby="facts-title"><h2 id="facts-title">${t("facts")}</h2>
    ${groups.every((group) => !group.items.length) && html`<p class="hint">${t("facts.none")}</p>`}
    <ul class="entries">${groups.flatMap((group) => group.items.map((item, i) => html`<li key=${`${group.id}${i}`}>
      <${Value} target=${group.target} onSelect=${onSelect}>${t(`fact.${group.id}`)} <b>${item.value}</b> ${item.unit}</${Value}>
      <small class="clause">${item.text}</small>
      <button type="button" class="quiet" onClick=${() => put(group.id, group.items.filter((_, other) => other !== i))} aria-label=${`${t("remove")}：${t(`fact.${group.id}`)}`}>${t("remove")}</button></li>`))}</ul>
    <${Adder} keys=${FACTS} prefix="fact" onAdd=${add} /></section>`;
}

function Adder({ keys, prefix, onAdd }) {
  return html`<form class="inline" onSubmit=${(event) => {
    event.preventDefault();
    onAdd(event.target.elements.key.value);
  }}><select name="key" aria-label=${t(`${prefix}.kind`)}>${keys.map((key) => html`<option value=${key} key=${key}>${t(`${prefix}.${key}`)}</option>`)}</select>
    <button type="submit">${t("mark.add")}</button></form>`;
}
