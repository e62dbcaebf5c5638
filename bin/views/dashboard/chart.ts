import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { DrawnSeries, DrawnWidget } from '../../../rehearsal/dashboard/drawn-dashboard';

use([LineChart, GridComponent, LegendComponent, MarkLineComponent, SVGRenderer]);

const FONT = 'system-ui, "DejaVu Sans", sans-serif';
const GREY = '#5f6b7a';

/** A graph as SVG, in the way in which CloudWatch's console draws it. */
export function chart(widget: DrawnWidget, from: number, to: number, width: number, height: number): string {
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width, height });
  const { series, lines, left, right, stacked } = widget;
  drawing.setOption({
    animation: false,
    // A picture must not depend on where it was made.
    useUTC: true,
    textStyle: { fontFamily: FONT },
    grid: { left: 46, right: 18, top: 12, bottom: 52 },
    legend: {
      bottom: 0,
      itemWidth: 14,
      itemHeight: 8,
      itemGap: 8,
      textStyle: { color: GREY, fontSize: 11 },
      data: series.map(({ label }) => ({ name: label, icon: 'roundRect' })),
    },
    xAxis: {
      type: 'time',
      min: from,
      max: to,
      splitNumber: Math.max(2, Math.round(width / 130)),
      axisLabel: { color: GREY, fontSize: 10, formatter: '{HH}:{mm}', hideOverlap: true },
      axisLine: { lineStyle: { color: '#b4bac4' } },
    },
    yAxis: [
      {
        type: 'value',
        min: left.min,
        max: left.max ?? highest(widget),
        splitNumber: 3,
        axisLabel: { color: GREY, fontSize: 10 },
        splitLine: { lineStyle: { color: '#e9ebed' } },
      },
      // It only carries the marks of releases.
      { type: 'value', min: right.min, max: right.max, show: false },
    ],
    series: series.map((one, index) => ({
      ...lineOf(one, stacked),
      ...(index === 0 && lines.length > 0 && { markLine: markLine(lines) }),
    })),
  });
  const svg = drawing.renderToSVGString();
  drawing.dispose();
  return svg;
}

function lineOf({ label, color, axis, period, points }: DrawnSeries, stacked: boolean) {
  const isMark = axis === 'right';
  const area = stacked && !isMark;
  return {
    type: 'line',
    name: label,
    color,
    yAxisIndex: isMark ? 1 : 0,
    // A point by itself has no line to be seen by.
    showSymbol: points.length < 8,
    symbol: 'circle',
    symbolSize: 7,
    z: isMark ? 1 : 2,
    lineStyle: { width: isMark ? 1.5 : 2, type: isMark ? 'dashed' : 'solid' },
    ...(area && { stack: 'all', areaStyle: { opacity: 0.5 } }),
    data: withGaps(points, period),
  };
}

/** Where a period has no point the line is broken, as in CloudWatch. */
function withGaps(points: DrawnSeries['points'], period: number): (readonly [number, number | null])[] {
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    const gap = before && point[0] - before[0] > period * 1000;
    return gap ? [[before[0] + 1, null] as const, point] : [point];
  });
}

/** High enough for the lines at a value, too; undefined where the chart may choose. */
function highest({ series, lines }: DrawnWidget): number | undefined {
  if (lines.length === 0) return undefined;
  const values = series.flatMap(({ points }) => points.map(([, value]) => value));
  const most = Math.max(...values, ...lines.map(({ value }) => value));
  return Math.ceil(most * 1.2);
}

function markLine(lines: DrawnWidget['lines']) {
  return {
    symbol: 'none',
    silent: true,
    data: lines.map(({ value, label, color }) => ({
      yAxis: value,
      lineStyle: { color, type: 'solid', width: 1 },
      label: { formatter: label, position: 'insideEndTop', color, fontSize: 10 },
    })),
  };
}
