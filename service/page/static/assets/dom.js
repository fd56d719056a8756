// The one place that knows the vendored modules: everything else imports from here.
import { Component, Fragment, h, render } from "./vendor/preact.js";
import { useEffect, useLayoutEffect, useMemo, useRef } from "./vendor/hooks.js";
import {
  batch, computed, effect, signal, untracked, useComputed, useSignal, useSignalEffect,
} from "./vendor/signals.js";
import htm from "./vendor/htm.js";

export const html = htm.bind(h);
export {
  Component, Fragment, batch, computed, effect, h, render, signal, untracked, useComputed,
  useEffect, useLayoutEffect, useMemo, useRef, useSignal, useSignalEffect,
};

// An element built by hand. Text only ever enters as a text node: nothing here reads markup.
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}
