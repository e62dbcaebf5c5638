import { widgetQueries } from '../../../rehearsal/dashboard/widget-queries';

const row = ['AWS/ApplicationELB', 'RequestCount', 'LoadBalancer', 'app/shop/1', 'TargetGroup', 'targetgroup/blue/1'];

/** What a row of metrics asks for, in one line. */
function asked(...metrics: unknown[][]): string[] {
  return widgetQueries({ metrics }).queries.map(({ MetricStat: stat, Expression }) => {
    if (Expression !== undefined) return Expression;
    const dimensions = stat?.Metric?.Dimensions?.map(({ Name, Value }) => `${Name}=${Value}`).join(' ');
    return `${stat?.Metric?.MetricName} ${dimensions} ${stat?.Stat} ${stat?.Period}`;
  });
}

describe('what a widget asks CloudWatch for', () => {
  test('is each metric with its own statistic and period, or the defaults of the console', () => {
    expect(asked([...row, { stat: 'Sum', period: 60 }], row)).toEqual([
      'RequestCount LoadBalancer=app/shop/1 TargetGroup=targetgroup/blue/1 Sum 60',
      'RequestCount LoadBalancer=app/shop/1 TargetGroup=targetgroup/blue/1 Average 300',
    ]);
  });

  test('is read with the short forms of the row above', () => {
    expect(
      asked(row, ['.', 'HealthyHostCount', '.', '.', '.', 'targetgroup/green/2'], ['...', 'targetgroup/x/3']),
    ).toEqual([
      'RequestCount LoadBalancer=app/shop/1 TargetGroup=targetgroup/blue/1 Average 300',
      'HealthyHostCount LoadBalancer=app/shop/1 TargetGroup=targetgroup/green/2 Average 300',
      'HealthyHostCount LoadBalancer=app/shop/1 TargetGroup=targetgroup/x/3 Average 300',
    ]);
  });

  test('draws expressions, and not the metrics that only feed them', () => {
    const { queries, styles } = widgetQueries({
      metrics: [
        [{ expression: 'FILL(m, 0)', label: 'starts', color: '#777', yAxis: 'right' }],
        [...row, { id: 'm', visible: false }],
      ],
      period: 60,
    });

    expect(queries.map(({ Id, ReturnData }) => [Id, ReturnData])).toEqual([
      ['row0', true],
      ['m', false],
    ]);
    expect([...styles]).toEqual([['row0', { label: 'starts', color: '#777', axis: 'right', period: 60 }]]);
  });

  test('has one period for all of it where the widget shows one value of the whole time', () => {
    expect(widgetQueries({ metrics: [[...row, { period: 60 }]] }, 3600).queries[0]?.MetricStat?.Period).toBe(3600);
  });
});
