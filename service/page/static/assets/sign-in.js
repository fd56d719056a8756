// Signing in with a key, where the service asks for one.

import { html, useSignal } from "./dom.js";
import * as api from "./api.js";
import { Dialog } from "./dialogs.js";
import { t } from "./i18n.js";
import * as outbox from "./outbox.js";
import { needsKey, person, visit } from "./store.js";

// What the service says about who we are.
export function welcome(found) {
  needsKey.value = Boolean(found.sign_in_needed);
  person.value = found.csrf ? { name: found.name, role: found.role } : null;
}

export function SignIn() {
  const failed = useSignal("");
  const enter = async (event) => {
    event.preventDefault();
    try {
      const known = person.value !== null; // whose session ran out meanwhile keeps what is shown
      welcome(await api.signIn(event.target.elements.key.value.trim()));
      if (!known) visit.value += 1;
      failed.value = "";
      outbox.retryNow();
      dispatchEvent(new HashChangeEvent("hashchange"));
    } catch (error) {
      failed.value = error.status === 401 ? t("sign-in.failed") : error.message;
    }
  };
  return html`<${Dialog} open=${needsKey} title=${t("sign-in")}><form onSubmit=${enter}>
    <p class="hint">${t("sign-in.why")}</p>
    <label>${t("sign-in.key")} <input name="key" type="password" autocomplete="current-password" required autofocus aria-describedby="sign-in-failed" /></label>
    <button type="submit" class="primary">${t("sign-in")}</button><p class="problem" id="sign-in-failed" role="alert">${failed.value}</p></form></${Dialog}>`;
}

export function SignOut() {
  if (!person.value) return null;
  const leave = () => api.signOut().then(() => welcome({ sign_in_needed: true })).catch(() => {});
  return html`<button type="button" onClick=${leave} title=${`${person.value.name} · ${person.value.role}`}>${t("sign-out")}</button>`;
}
