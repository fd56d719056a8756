// A model card as elements: headings, paragraphs, lists, tables, **strong** and `code`. Nothing
// else is read, and text stays text.

import { html } from "./dom.js";

const inline = (text) => text.split(/(\*\*[^*]+\*\*|`[^`]+`)/).filter(Boolean).map((part, i) => {
  if (part.startsWith("**")) return html`<strong key=${i}>${part.slice(2, -2)}</strong>`;
  if (part.startsWith("`")) return html`<code key=${i}>${part.slice(1, -1)}</code>`;
  return part;
});

const cellsOf = (line) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());

function table(lines, key) {
  const [head, , ...rows] = lines;
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${cellsOf(head).join(", ")} key=${key}><table class="list"><thead><tr>${cellsOf(head).map((cell) => html`<th scope="col">${inline(cell)}</th>`)}</tr></thead>
    <tbody>${rows.map((row) => html`<tr>${cellsOf(row).map((cell) => html`<td>${inline(cell)}</td>`)}</tr>`)}</tbody></table></div>`;
}

export function Markdown({ text }) {
  const blocks = text.split(/\n\s*\n/).map((block) => block.split("\n").filter((line) => line.trim())).filter((lines) => lines.length);
  return html`<div class="prose">${blocks.map((lines, i) => {
    const heading = /^(#{1,4})\s+(.*)$/.exec(lines[0]);
    if (heading) {
      const rest = lines.slice(1).join(" ");
      const level = `h${Math.min(5, heading[1].length + 2)}`;
      return html`<${level} key=${i}>${inline(heading[2])}</${level}>${rest && html`<p>${inline(rest)}</p>`}`;
    }
    if (lines.length > 1 && /^\|[\s:|-]+\|$/.test(lines[1])) return table(lines, i);
    if (lines.every((line) => /^\s*[-*]\s/.test(line))) return html`<ul key=${i}>${lines.map((line) => html`<li>${inline(line.replace(/^\s*[-*]\s/, ""))}</li>`)}</ul>`;
    return html`<p key=${i}>${inline(lines.join(" "))}</p>`;
  })}</div>`;
}
