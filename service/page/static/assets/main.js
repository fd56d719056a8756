// The page: loads the forms, shows the view of the address, listens to the keyboard.

import { effect, html, render, signal, untracked } from "./dom.js";
import * as api from "./api.js";
import { Export, Help, Outbox } from "./dialogs.js";
import { SignIn, SignOut, welcome } from "./sign-in.js";
import { DocumentsView } from "./documents.js";
import { loadForms } from "./forms.js";
import { lang, setLang, t } from "./i18n.js";
import { helpOpen, onKey, outboxOpen } from "./keys.js";
import { ModelsView } from "./models.js";
import * as outbox from "./outbox.js";
import { PanelView } from "./panel.js";
import { ReviewView } from "./review.js";
import { notice, readRoute, receive, route, visit } from "./store.js";
import { SecondView } from "./second.js";
import { SubmitView } from "./submit.js";
import { nextTheme, showTheme, theme } from "./theme.js";
import { ReportView } from "./work.js";

const VIEWS = [["", "submit"], ["documents", "documents"], ["review", "review"], ["panel", "panel"], ["models", "models"]];

// What the header says of the outbox. What is sent within a moment is not worth a flicker, nor a
// frame between two keys.
const MOMENT = 600;
const told = signal({ words: "outbox.saved", count: 0 });

function tellOutbox() {
  let timer = null;
  effect(() => {
    const waiting = outbox.entries.value;
    const trouble = waiting.some((entry) => entry.state !== "waiting");
    const words = trouble ? "outbox.trouble" : outbox.away.value ? "outbox.away" : waiting.length ? "outbox.sending" : "outbox.saved";
    const next = { words, count: waiting.length };
    document.documentElement.dataset.unsent = waiting.length;
    const now = untracked(() => told.value);
    if (words !== "outbox.sending") {
      clearTimeout(timer);
      timer = null;
      if (now.words !== words || now.count !== next.count) told.value = next;
    } else if (now.words !== "outbox.saved") told.value = next;
    else timer ??= setTimeout(() => { timer = null; if (outbox.entries.value.length) told.value = { words, count: outbox.entries.value.length }; }, MOMENT);
  });
}

function Header() {
  const view = route.value.view;
  const { words, count } = told.value;
  return html`<header class="top">
    <a class="brand" href="#/"><b>对表</b> <span lang="en">duibiao</span></a>
    <nav aria-label=${t("nav")}>${VIEWS.map(([path, name]) => html`<a key=${name} href=${`#/${path}`} aria-current=${view === path || (path === "documents" && view === "d") ? "page" : undefined}>${t(`nav.${name}`)}</a>`)}</nav>
    <div class="right">
      <button type="button" class=${`state ${words.replace("outbox.", "is-")}`} onClick=${() => { outboxOpen.value = true; }}><span role="status">${t(words, { count })}</span></button>
      <${SignOut} />
      <button type="button" lang=${lang.value === "zh" ? "en" : "zh"} onClick=${() => setLang(lang.value === "zh" ? "en" : "zh")}>${lang.value === "zh" ? "English" : "中文"}</button>
      <button type="button" class="theme" onClick=${nextTheme} aria-label=${`${t("theme")}：${t(`theme.${theme.value}`)}`} title=${t(`theme.${theme.value}`)}><svg viewBox="0 0 16 16" width="17" height="17" aria-hidden="true"><circle cx="8" cy="8" r="6.2" fill=${theme.value === "dark" ? "currentColor" : "none"} stroke="currentColor" stroke-width="1.6" />${theme.value === "auto" && html`<path d="M8 1.8 A6.2 6.2 0 0 1 8 14.2 Z" fill="currentColor" />`}</svg></button>
      <button type="button" onClick=${() => { helpOpen.value = true; }} aria-label=${t("help")}>?</button>
    </div></header>`;
}

function View() {
  const { view, id, query } = route.value;
  if (view === "d" && id) return html`<${ReportView} id=${id} wanted=${query.get("target")} key=${id} />`;
  if (view === "review") return html`<${ReviewView} />`;
  if (view === "documents") return html`<${DocumentsView} />`;
  if (view === "panel") return html`<${PanelView} />`;
  if (view === "second") return html`<${SecondView} />`;
  if (view === "models") return html`<${ModelsView} />`;
  return html`<${SubmitView} />`;
}

function Notice() {
  const said = notice.value;
  return html`<div class="notice" role="status" aria-live="polite">${said && html`<p class=${`is-${said.kind}`}>${said.words}
    <button type="button" aria-label=${t("close")} onClick=${() => { notice.value = null; }}>×</button></p>`}</div>`;
}

function Page() {
  return html`<a class="skip" href="#main" onClick=${(event) => {
    event.preventDefault();
    document.getElementById("main").focus();
  }}>${t("skip")}</a><${Header} /><main id="main" tabindex="-1"><${View} key=${visit.value} /></main><${Notice} />
    <${Help} /><${Export} /><${SignIn} /><${Outbox} open=${outboxOpen} />`;
}

async function begin() {
  showTheme();
  setLang(lang.value);
  addEventListener("hashchange", () => { route.value = readRoute(); });
  addEventListener("keydown", onKey);
  await loadForms();
  outbox.start(receive);
  tellOutbox();
  api.session().then(welcome).catch(() => {});
  let timer = null;
  effect(() => { // what was said goes away by itself, problems stay
    clearTimeout(timer);
    if (notice.value && notice.value.kind !== "problem") timer = setTimeout(() => { notice.value = null; }, 6000);
  });
  effect(() => { document.title = `${t(`nav.${route.value.view || "submit"}`)} · 对表 duibiao`; });
  render(html`<${Page} />`, document.getElementById("app"));
  document.documentElement.dataset.ready = "true";
}

begin();
