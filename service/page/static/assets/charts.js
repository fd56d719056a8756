// Charts with uPlot, each with its figures as a table for whoever cannot see it.

import { html, useEffect, useRef } from "./dom.js";
import uPlot from "./vendor/uplot.js";
import { t } from "./i18n.js";

// `series`: [{label, values, dash, points}] over `x`.
export function Chart({ title, x, xLabel, yLabel, series, theme, range }) {
  const box = useRef(null);
  useEffect(() => {
    const holder = box.current;
    const ink = getComputedStyle(document.body).color;
    const line = getComputedStyle(holder).color; // the page's blue, in either theme
    const grid = { stroke: getComputedStyle(holder).outlineColor, width: 1 };
    const axis = (label) => ({ stroke: ink, label, grid, ticks: grid, size: 52, labelSize: 18, font: "12px sans-serif", labelFont: "12px sans-serif" });
    const width = () => Math.max(240, Math.min(560, holder.clientWidth));
    const plot = new uPlot({
      width: width(), height: 280, cursor: { drag: { x: false, y: false } }, legend: { show: true },
      scales: { x: { time: false, range: range?.x }, y: { range: range?.y } },
      axes: [axis(xLabel), axis(yLabel)],
      series: [{ label: xLabel }, ...series.map((one, i) => ({
        label: one.label, stroke: i === 0 ? line : ink, width: i === 0 ? 2 : 1, dash: one.dash,
        points: { show: Boolean(one.points), size: 7 }, spanGaps: true,
        value: (_, value) => (value === null ? "—" : value.toFixed(3)),
      }))],
    }, [x, ...series.map((one) => one.values)], holder);
    const observer = new ResizeObserver(() => plot.setSize({ width: width(), height: 280 }));
    observer.observe(holder);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [x, theme, title]);
  return html`<figure class="chart"><figcaption>${title}</figcaption>
    <div class="plot" ref=${box} role="img" aria-label=${title}></div>
    <details><summary>${t("chart.figures")}</summary><table class="list"><thead><tr><th scope="col">${xLabel}</th>${series.map((one) => html`<th scope="col">${one.label}</th>`)}</tr></thead>
      <tbody>${x.map((at, i) => html`<tr key=${i}><td class="number">${at.toFixed(3)}</td>${series.map((one) => html`<td class="number">${one.values[i] === null ? "—" : one.values[i].toFixed(3)}</td>`)}</tr>`)}</tbody></table></details></figure>`;
}
