// Every call to the service. An answer is plain data; a failure is an ApiError with the service's
// code, or with the code "away" where nothing answered.

export class ApiError extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || problem.code);
    this.status = status;
    this.code = problem.code;
    this.problem = problem;
  }

  // Whether the same call may go through later.
  get passing() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500
      || ["in-progress", "no-result"].includes(this.code);
  }
}

export const OVER = ["done", "failed", "cancelled"]; // states in which a job, batch or run stays

let token = null; // against forged posts, from the session

// The answer to a request and what `read` makes of its body. An answer that breaks off on its way
// is none: whoever asked asks again.
async function fetched(path, options, read) {
  try {
    const answer = await fetch(path, { credentials: "same-origin", ...options });
    return [answer, await read(answer)];
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(0, { code: "away", title: "away" });
  }
}

export async function call(method, path, { body, headers = {}, signal } = {}) {
  const more = token && method !== "GET" ? { "X-CSRF-Token": token } : {};
  const [answer, text] = await fetched(path, { method, body, signal, headers: { ...more, ...headers } }, (one) => one.text());
  if (answer.status === 204) return { status: 204, data: null };
  let data = null;
  try {
    data = text ? JSON.parse(text) : null;
  } catch {
    throw new ApiError(answer.ok ? 502 : answer.status, { code: "not-json", title: answer.statusText });
  }
  if (!answer.ok) throw new ApiError(answer.status, { code: "unknown", ...data });
  return { status: answer.status, data };
}

const json = (value, key) => ({
  body: JSON.stringify(value),
  headers: { "Content-Type": "application/json", ...(key ? { "Idempotency-Key": key } : {}) },
});
const get = async (path) => (await call("GET", path)).data;
const query = (values) => {
  const used = Object.entries(values).filter(([, v]) => v !== "" && v !== null && v !== undefined);
  return used.length ? `?${new URLSearchParams(used)}` : "";
};
const at = (id) => `v1/documents/${encodeURIComponent(id)}`;

export async function session() {
  const found = await get("v1/session");
  token = found?.csrf ?? null;
  return found;
}

export async function signIn(key) {
  const { data } = await call("POST", "v1/session", json({ key }));
  token = data?.csrf ?? null;
  return data;
}

export async function signOut() {
  await call("DELETE", "v1/session");
  token = null;
}

export const submitText = (text, name, given) =>
  call("POST", "v1/documents", json({ text, name, ...(given ? { given } : {}) }, crypto.randomUUID()));

export function submitFile(file) {
  const form = new FormData();
  form.append("file", file, file.name);
  return call("POST", "v1/documents", { body: form, headers: { "Idempotency-Key": crypto.randomUUID() } });
}

export function submitBatch(files, manifest) {
  const form = new FormData();
  if (manifest) form.append("manifest", manifest, manifest.name);
  for (const file of files) form.append("files", file, file.path || file.webkitRelativePath || file.name);
  return call("POST", "v1/batches", { body: form, headers: { "Idempotency-Key": crypto.randomUUID() } });
}

export const batch = (id) => get(`v1/batches/${encodeURIComponent(id)}?limit=500`);
export const cancelBatch = (id) => call("DELETE", `v1/batches/${encodeURIComponent(id)}`);
export const job = (id) => get(`v1/jobs/${encodeURIComponent(id)}`);
export const documents = (filters = {}) => get(`v1/documents${query(filters)}`);
export const review = (filters = {}) => get(`v1/review${query(filters)}`);
export const agencies = (filters) => get(`v1/agencies${query(filters)}`);
export const panel = (agency) => get(`v1/panel${query({ agency })}`);
export const indicators = (agency) => get(`v1/indicators${query({ agency })}`);
export const waiting = (filters = {}) => get(`v1/review/summary${query(filters)}`);
export const models = () => get("v1/models");
const post = (path, value) => call("POST", path, json(value, crypto.randomUUID()));
export const promote = async (id) => (await post(`v1/models/${encodeURIComponent(id)}/promote`, {})).data;
export const rollback = async () => (await post("v1/models/rollback", {})).data;
export const reread = () => post("v1/re-extractions", {});
export const changesOfBatch = (id, cursor) => get(`v1/batches/${encodeURIComponent(id)}/changes${query({ limit: 100, cursor })}`);
export const auditEstimate = () => get("v1/audits/estimate");
export const agreement = () => get("v1/agreement");
export const secondReadings = (filters) => get(`v1/second-readings${query(filters)}`);
export const answerSecond = (n, said) => post(`v1/second-readings/${n}`, said);
export const drift = () => get("v1/drift");
export const train = (options) => post("v1/training-runs", options);
export const trainingRuns = () => get("v1/training-runs?limit=20");
export const trainingRun = (id) => get(`v1/training-runs/${encodeURIComponent(id)}`);
export const cancelTraining = async (id) => (await call("DELETE", `v1/training-runs/${encodeURIComponent(id)}`)).data;
export const history = (id, filters = {}) => get(`${at(id)}/history${query(filters)}`);
export const annotate = (id, version, changes, key) =>
  call("POST", `${at(id)}/annotations`, json({ version, changes }, key));
export const exportAddress = (id, filters) =>
  (id ? `${at(id)}/export` : "v1/export") + query(filters);

export const originalAddress = (id) => `${at(id)}/original`;

// The same bytes once more: the service tries again what it could not read.
export async function submitAgain(id) {
  const [answer, bytes] = await fetched(originalAddress(id), {}, (one) => one.blob());
  if (!answer.ok) throw new ApiError(answer.status, { code: "no-text", title: answer.statusText });
  const name = /filename\*=UTF-8''([^;]+)/i.exec(answer.headers.get("content-disposition") ?? "")?.[1];
  return submitFile(new File([bytes], name ? decodeURIComponent(name) : id));
}

export const pictureAddress = (id, page) => `${at(id)}/pages/${page}`;

const texts = new Map(); // a document's text never changes: fetched once
const TEXTS = 48;

async function textOf(id) {
  const [answer, bytes] = await fetched(`${at(id)}/text`, {}, (one) => one.arrayBuffer());
  if (!answer.ok) throw new ApiError(answer.status, { code: "no-text", title: answer.statusText });
  // text() would drop a second byte-order mark and shift every offset.
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

export async function sample(name) {
  const [answer, text] = await fetched(`assets/samples/${name}.txt`, {}, (one) => one.text());
  if (!answer.ok) throw new ApiError(answer.status, { code: "no-text", title: answer.statusText });
  return text;
}

export function document(id) {
  return get(at(id)).then(asDocument);
}

// As the machine read it, without anybody's decisions.
export const machineDocument = (id) => get(`${at(id)}?view=machine`).then(asDocument);

// The document in the page's terms: {id, name, text, version, result}.
async function asDocument(result) {
  const { id, name, text } = result.document;
  if (!texts.has(id)) texts.set(id, text ?? await textOf(id));
  const found = texts.get(id);
  if (texts.size > TEXTS) texts.delete(texts.keys().next().value);
  return { id, name: name ?? "", text: found, version: result.version ?? 0, result };
}
