// Submit: paste, drop, or try a sample; progress as it happens; straight to the result.

import { html, signal, useEffect, useSignal } from "./dom.js";
import * as api from "./api.js";
import { filesOf } from "./dropped.js";
import { t } from "./i18n.js";
import { go, say } from "./store.js";

const SAMPLES = ["one", "two", "three"];
const sending = signal(null); // {words} while something is on its way
const withManifest = signal(null); // the table that goes with the next files, if one was chosen
export const batches = signal([]); // batches of this visit: {id, name, total, done, failed, state, items}

async function guarded(words, run) {
  sending.value = words;
  try {
    await run();
  } catch (error) {
    say(`${t("submit.failed")} ${error.problem?.title ?? ""} ${error.message}`, "problem");
  } finally {
    sending.value = null;
  }
}

async function toResult({ status, data }) {
  const id = status === 202 ? await ended(data) : data.document.id;
  go(`#/d/${id}`);
}

// The document of a job, once it has ended.
async function ended(job) {
  for (let now = job; ; now = await api.job(job.id)) {
    if (now.failure) throw new api.ApiError(422, { code: now.failure.code, detail: now.failure.message });
    if (api.OVER.includes(now.state)) return now.document;
    await new Promise((resume) => { setTimeout(resume, 400); });
  }
}

export const sendText = (text, name) => guarded(t("submit.reading"), async () => toResult(await api.submitText(text, name)));

export const sendFiles = (files) => guarded(t("submit.sending", { count: files.length }), async () => {
  if (!files.length) return;
  const manifest = withManifest.value;
  if (files.length === 1 && !manifest && !/\.(zip|tar|gz|tgz)$/i.test(files[0].name)) return toResult(await api.submitFile(files[0]));
  const { data } = await api.submitBatch(files, manifest);
  withManifest.value = null;
  watch({ ...data, called: files.length === 1 ? files[0].name : t("batch.name", { count: files.length }) });
});

function change(id, how) {
  batches.value = batches.value.map((one) => (one.id === id ? how(one) : one));
}

const withItem = (items, item) => {
  const next = [...items];
  next[item.position] = item;
  return next;
};

// Progress by server-sent events; a broken stream is resumed by the browser where it stopped.
export function watch(started) {
  batches.value = [{ ...started, name: started.name || started.called, items: [] }, ...batches.value.filter((one) => one.id !== started.id)];
  const events = new EventSource(`v1/batches/${encodeURIComponent(started.id)}/events`);
  const take = ({ name, ...rest }) => (one) => ({ ...one, ...rest });
  events.addEventListener("item", (event) => {
    const item = JSON.parse(event.data);
    change(started.id, (one) => ({ ...one, items: withItem(one.items, item) }));
  });
  events.addEventListener("progress", (event) => change(started.id, take(JSON.parse(event.data))));
  events.addEventListener("end", (event) => {
    change(started.id, take(JSON.parse(event.data)));
    events.close();
  });
}

export function SubmitView() {
  const over = useSignal(false);
  const text = useSignal("");
  useEffect(() => {
    const paste = (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length) sendFiles(files);
    };
    addEventListener("paste", paste);
    return () => removeEventListener("paste", paste);
  }, []);
  return html`<div class="page submit">
    <h1>${t("submit.title")}</h1>
    <p class="lead">${t("submit.lead")}</p>
    <div class=${`drop${over.value ? " is-over" : ""}`} onDragOver=${(event) => { event.preventDefault(); over.value = true; }}
      onDragLeave=${() => { over.value = false; }} onDrop=${async (event) => {
        event.preventDefault();
        over.value = false;
        sendFiles(await filesOf(event.dataTransfer));
      }}>
      <form onSubmit=${(event) => {
        event.preventDefault();
        if (text.value.trim()) sendText(text.value, t("submit.pasted"));
        else say(t("submit.empty"), "problem");
      }}>
        <label for="paste-box">${t("submit.paste")}</label>
        <textarea id="paste-box" rows="10" spellcheck="false" placeholder=${t("submit.placeholder")} value=${text.value}
          onInput=${(event) => { text.value = event.target.value; }}
          onKeyDown=${(event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form.requestSubmit(); }}></textarea>
        <div class="row">
          <button type="submit" class="primary" disabled=${Boolean(sending.value)}>${t("submit.go")} <kbd>Ctrl ↵</kbd></button>
          <label class="button">${t("submit.files")}<input type="file" multiple onChange=${(event) => sendFiles([...event.target.files])} /></label>
          <label class="button">${t("submit.folder")}<input type="file" multiple webkitdirectory onChange=${(event) => sendFiles([...event.target.files])} /></label>
          <label class="button" title=${t("submit.manifest.what")}>${withManifest.value ? `${t("submit.manifest")}：${withManifest.value.name}` : t("submit.manifest")}<input type="file" accept=".csv,.xlsx" onChange=${(event) => { withManifest.value = event.target.files[0] ?? null; event.target.value = ""; }} /></label>
          ${withManifest.value && html`<button type="button" class="quiet" onClick=${() => { withManifest.value = null; }}>${t("submit.manifest.none")}</button>`}
          <span role="status" class="hint">${sending.value ?? t(withManifest.value ? "submit.manifest.next" : "submit.formats")}</span>
        </div>
      </form>
    </div>
    <${Waiting} />
    <section aria-labelledby="samples-title"><h2 id="samples-title">${t("samples")}</h2>
      <ul class="samples">${SAMPLES.map((name) => html`<li key=${name}><button type="button" onClick=${() => sendSample(name)} disabled=${Boolean(sending.value)}>
        <b>${t(`sample.${name}`)}</b><span>${t(`sample.${name}.what`)}</span></button></li>`)}</ul></section>
    ${batches.value.length > 0 && html`<section aria-labelledby="batches-title"><h2 id="batches-title">${t("batches")}</h2>${batches.value.map((one) => html`<${Batch} key=${one.id} batch=${one} />`)}</section>`}
  </div>`;
}

// What waits for a person already, for whoever comes back.
function Waiting() {
  const found = useSignal(null);
  useEffect(() => { api.waiting().then((one) => { found.value = one; }).catch(() => {}); }, []);
  const { fields, documents } = found.value ?? {};
  if (!fields) return null;
  return html`<p class="waits"><a class="button" href="#/review">${t("submit.to-review")}</a> ${t("submit.waiting", { fields, documents })}</p>`;
}

const sendSample = (name) => guarded(t("submit.reading"), async () =>
  toResult(await api.submitText(await api.sample(name), t(`sample.${name}`))));

function Batch({ batch }) {
  const items = batch.items.filter(Boolean);
  const { done, failed } = { done: 0, failed: 0, ...batch.counts };
  const total = batch.total ?? items.length;
  const over = api.OVER.includes(batch.state);
  const state = over ? t("batch.over", { done, failed }) : t("batch.running", { done: done + failed, total });
  return html`<article class="batch"><h3>${batch.name}</h3>
    <progress max=${total || 1} value=${done + failed} aria-label=${batch.name}></progress> <span role="status">${state}</span>
    <div class="row">${over
      ? html`<a class="button primary" href=${api.exportAddress(null, { batch: batch.id, format: "xlsx" })} download>${t("batch.export")}</a>
        <a class="button" href=${api.exportAddress(null, { batch: batch.id, format: "csv" })} download>csv</a>
        <a class="button" href="#/review">${t("batch.review")}</a>`
      : html`<button type="button" onClick=${() => api.cancelBatch(batch.id).catch((error) => say(error.message, "problem"))}>${t("batch.cancel")}</button>`}</div>
    ${batch.manifest?.without_file > 0 && html`<p class="problem" role="note">${t("batch.without-file", { count: batch.manifest.without_file, rows: batch.manifest.rows })}
      ${batch.manifest.paths.join("；")}${batch.manifest.without_file > batch.manifest.paths.length ? "……" : ""}</p>`}
    <ul class="batch-items">${items.map((item, i) => html`<li key=${i} class=${`is-${item.state}`}>
      ${item.document && item.state === "done" ? html`<a href=${`#/d/${item.document}`}>${item.name}</a>` : item.name} <small>${t(`item.${item.state}`)}${item.failure ? `：${item.failure.message ?? item.failure.code}` : ""}</small></li>`)}</ul></article>`;
}
