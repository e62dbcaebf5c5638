import { dashboardPage } from '../../../../bin/views/dashboard/page';
import type { DrawnWidget } from '../../../../rehearsal/dashboard/drawn-dashboard';

const MINUTE = 60_000;
const graph: DrawnWidget = {
  ...{ x: 0, y: 0, width: 12, height: 6, title: 'Requests & <answers>', kind: 'graph', stacked: false },
  series: [
    {
      label: 'blue',
      color: '#1f77b4',
      axis: 'left',
      period: 60,
      points: [0, 1, 2, 5, 6, 7, 8, 9].map((at) => [at * MINUTE, at]),
    },
    { label: 'starts', color: '#777777', axis: 'right', period: 60, points: [[3 * MINUTE, 1]] },
  ],
  lines: [{ value: 30, label: 'at most 30 min', color: '#d62728' }],
  left: { min: 0 },
  right: { min: 0, max: 1 },
};

/** A page with one dashboard. */
const page = (...widgets: DrawnWidget[]) =>
  dashboardPage([{ caption: "'good'", dashboard: { name: 'Board', from: 0, to: 10 * MINUTE, widgets } }]);
const value = (point: number | undefined): DrawnWidget => ({
  ...graph,
  kind: 'value',
  series: [{ label: 'rate', axis: 'left', period: 60, points: point === undefined ? [] : [[0, point]] }],
});

describe('the page of a dashboard', () => {
  test('draws a graph as SVG: lines in their colours, the legend, the target', () => {
    const html = page(graph);

    expect(html.match(/<svg /g)).toHaveLength(1);
    for (const text of ['blue', 'starts', 'at most 30 min']) expect(html).toContain(`>${text}</text>`);
    expect(html).toContain('stroke="#1f77b4"');
    expect(html).toContain('Requests &amp; &lt;answers>');
  });

  test('breaks a line where minutes have no data', () => {
    const [, path = ''] = /<path d="([^"]*)"[^>]*stroke="#1f77b4"[^>]*stroke-width="2"/.exec(page(graph)) ?? [];

    expect(path.match(/M/g)).toHaveLength(2);
  });

  test.each([
    [33.333333, '33.3'],
    [0, '0'],
    [1234.5, '1230'],
    [undefined, '--'],
  ])('shows the value %p as %s', (point, text) => {
    expect(page(value(point))).toContain(`<b>${text}</b>`);
  });

  test('shows whose value each is, where there are several', () => {
    const [rate] = value(1).series;
    const both = page({ ...value(1), series: [rate, { ...rate, label: 'time' }] });

    for (const label of ['rate', 'time']) expect(both).toContain(`<b>1</b><i>${label}</i>`);
    expect(page(value(1))).not.toContain('<i>');
  });

  test('shows the console time, in UTC, wherever it is made', () => {
    expect(page({ ...graph, width: 24 })).toContain('>00:02</text>');
  });

  test('needs nothing from elsewhere, and runs no script', () => {
    expect(page(graph)).not.toMatch(/<script|<link|src=|url\(http/);
  });
});
