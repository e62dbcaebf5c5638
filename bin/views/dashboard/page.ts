import type { DrawnDashboard, DrawnWidget } from '../../../rehearsal/dashboard/drawn-dashboard';
import { chart } from './chart';

/** A dashboard with what it is a picture of. */
export interface Picture {
  readonly caption: string;
  readonly dashboard: DrawnDashboard;
}

const COLUMN = 50;
const ROW = 44;
const GAP = 8;
const TITLE = 26;

/** One page with dashboards below each other; it needs nothing but itself. */
export function dashboardPage(pictures: readonly Picture[]): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${escaped(pictures.map(({ dashboard }) => dashboard.name).join(', '))}</title>
<style>${STYLE}</style>
${pictures.map(section).join('\n')}
</html>
`;
}

function section({ caption, dashboard }: Picture): string {
  const bottom = Math.max(0, ...dashboard.widgets.map(({ y, height }) => y + height));
  const widgets = dashboard.widgets.map((widget) => place(widget, dashboard));
  return `<h1>${escaped(dashboard.name)}</h1>
<p>${escaped(caption)}</p>
<div class="board" style="height:${bottom * ROW}px">
${widgets.join('\n')}
</div>`;
}

function place(widget: DrawnWidget, { from, to }: DrawnDashboard): string {
  const [width, height] = [widget.width * COLUMN - GAP, widget.height * ROW - GAP];
  const style = `left:${widget.x * COLUMN}px;top:${widget.y * ROW}px;width:${width}px;height:${height}px`;
  return `<div class="${widget.kind}" style="${style}">${contents(widget, from, to, width, height)}</div>`;
}

function contents(widget: DrawnWidget, from: number, to: number, width: number, height: number): string {
  const title = `<h3>${escaped(widget.title)}</h3>`;
  switch (widget.kind) {
    case 'text':
      return markdown(widget.markdown ?? '');
    case 'value':
      return `${title}<div class="figures">${widget.series.map((one) => value(one, widget.series.length > 1)).join('')}</div>`;
    case 'graph':
      return `${title}${chart(widget, from, to, width - 2, height - TITLE - 2)}`;
    case 'unknown':
      return `${title}<p>is not drawn here</p>`;
  }
}

/** With its label where there are several, which nobody could tell apart otherwise. */
function value({ label, points }: DrawnWidget['series'][number], labelled: boolean): string {
  return `<span><b>${figure(points.at(-1)?.[1])}</b>${labelled ? `<i>${escaped(label)}</i>` : ''}</span>`;
}

/** Three digits that count, as the console shows them; `--` where there is no data. */
function figure(value: number | undefined): string {
  if (value === undefined) return '--';
  return `${Number(value.toPrecision(3))}`;
}

/** As much of Markdown as a heading and a text. */
function markdown(text: string): string {
  const [, heading] = /^#+ (.*)$/.exec(text) ?? [];
  return heading === undefined ? `<p>${escaped(text)}</p>` : `<h2>${escaped(heading)}</h2>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

const STYLE = `
body { font: 13px system-ui, "DejaVu Sans", sans-serif; color: #16191f; background: #f2f3f3; margin: 16px; width: ${24 * COLUMN}px; }
h1 { font-size: 20px; margin: 0; }
p { color: #5f6b7a; margin: 4px 0 12px; }
.board { position: relative; margin-bottom: 24px; }
.board > div { position: absolute; box-sizing: border-box; background: #fff; border: 1px solid #d5dbdb; border-radius: 8px; overflow: hidden; }
.board > .text { background: none; border: none; }
h2 { font-size: 16px; margin: 8px 0 0; }
h3 { font-size: 12px; margin: 0; padding: 6px 10px 0; height: ${TITLE - 6}px; box-sizing: border-box; white-space: nowrap; }
.value h3 { color: #5f6b7a; font-weight: 500; }
.value b { display: block; font-size: 34px; font-weight: 600; padding: 14px 10px 0; }
.figures { display: flex; flex-wrap: wrap; }
.figures i { display: block; font-style: normal; color: #5f6b7a; padding: 0 10px; }
`;
