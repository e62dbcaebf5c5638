import { VirtualClock } from '../../../rehearsal/clock';
import { drawDashboards } from '../../../rehearsal/dashboard/draw-dashboards';
import { LocalAws } from '../../../rehearsal/local-aws';
import { rootOf } from '../../../rehearsal/principal';
import { FakeInstances } from '../../fixtures/fake-instances';
import { FakeFunctions, FakeTasks } from '../../fixtures/world-stage';

const MINUTE = 60_000;
const metric = ['Shop', 'Orders', { stat: 'Sum', period: 60, label: 'orders', color: '#00f' }];

/** The widgets of a dashboard, with the orders of ten minutes: one, two, three, ... */
async function drawn(...widgets: object[]) {
  const clock = new VirtualClock();
  const tasks = new FakeTasks(clock);
  const aws = new LocalAws({
    clock,
    tasks,
    instances: new FakeInstances(clock),
    prober: tasks,
    functions: new FakeFunctions(),
  });
  const client = aws.cloud.client(aws.cloudWatch, rootOf(aws.cloud.account));
  const from = Math.ceil(clock.now() / MINUTE) * MINUTE;
  for (let minute = 0; minute < 10; minute++) {
    const datum = { MetricName: 'Orders', Value: minute + 1, Timestamp: new Date(from + minute * MINUTE) };
    await client.PutMetricData({ Namespace: 'Shop', MetricData: [datum] });
  }
  await client.PutDashboard({ DashboardName: 'Board', DashboardBody: JSON.stringify({ widgets }) });
  await clock.advance(20 * MINUTE);
  const [dashboard] = await drawDashboards(aws, from, from + 10 * MINUTE);
  await clock.run(aws.stop());
  return { from, widgets: dashboard?.widgets ?? [] };
}

describe('a dashboard of the local CloudWatch', () => {
  test('has the points of its graphs, in the order of time', async () => {
    const { from, widgets } = await drawn({
      type: 'metric',
      x: 6,
      y: 2,
      width: 12,
      height: 4,
      properties: { metrics: [metric] },
    });

    expect(widgets).toMatchObject([{ kind: 'graph', x: 6, y: 2, width: 12, height: 4 }]);
    const [series] = widgets[0]?.series ?? [];
    expect(series).toMatchObject({ label: 'orders', color: '#00f', axis: 'left', period: 60 });
    expect(series?.points).toEqual(Array.from({ length: 10 }, (_, at) => [from + at * MINUTE, at + 1]));
  });

  test('has one value for all of the time where a widget is set so', async () => {
    const properties = { metrics: [metric], view: 'singleValue', setPeriodToTimeRange: true };
    const { widgets } = await drawn({ type: 'metric', properties });

    expect(widgets[0]?.kind).toBe('value');
    expect(widgets[0]?.series[0]?.points.map(([, value]) => value)).toEqual([55]);
  });

  test('says of a widget that it cannot draw, instead of leaving it out', async () => {
    const { widgets } = await drawn(
      { type: 'log', properties: { title: 'Errors' } },
      { type: 'text', properties: { markdown: '# Hi' } },
    );

    expect(widgets.map(({ kind, title, markdown }) => [kind, title || markdown])).toEqual([
      ['unknown', 'Errors'],
      ['text', '# Hi'],
    ]);
  });
});
