import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { BlueGreenDns, DnsTarget, type IReleased, ReleaseDashboard } from '../../../lib';
import { propertiesOf, testService } from '../../fixtures/stack';
import { shopGroup } from '../asg/shop-group';

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  // biome-ignore lint/suspicious/noExplicitAny: a dashboard is untyped JSON
  readonly properties: any;
}

/** The widgets of the one dashboard of a stack, with references as text. */
function widgetsOf(stack: Stack): Widget[] {
  const [{ DashboardBody: body }] = propertiesOf(Template.fromStack(stack), 'AWS::CloudWatch::Dashboard');
  const parts: unknown[] = body['Fn::Join'][1];
  return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'REF')).join('')).widgets;
}

function board(stack: Stack, ...releases: IReleased[]): Widget[] {
  new ReleaseDashboard(stack, 'Board', { releases });
  return widgetsOf(stack);
}

const titles = (widgets: readonly Widget[]) => widgets.flatMap(({ properties }) => properties.title ?? []);

describe('a release dashboard', () => {
  test('shows traffic by colour, the releases, and the four figures of DORA', () => {
    const { stack, service } = testService();

    expect(titles(board(stack, service))).toEqual([
      'Deployment frequency (a day)',
      'Lead time for changes (hours)',
      'Change failure rate (%)',
      'Time to restore service (min)',
      'Share of production requests (%)',
      'Requests a minute',
      'Answers that were errors, 5xx (%)',
      'Response time (seconds)',
      'Connections that failed, a minute',
      'Healthy targets',
      'Release: duration (min)',
      'Release: cutover (min)',
      'Succeeded (%)',
      'Rollback: time to detect (min)',
      'Rollback: time to go back (min)',
    ]);
  });

  test('has the usual targets as lines', () => {
    const { stack, service } = testService();
    const lines = board(stack, service).flatMap(({ properties }) => properties.annotations?.horizontal ?? []);

    expect(lines.map(({ value, label }) => [value, label])).toEqual([
      [30, 'at most 30 min'],
      [5, 'at most 5 min'],
      [95, 'at least 95 %'],
      [10, 'at most 10 min'],
      [2, 'at most 2 min'],
    ]);
  });

  test('marks releases in every graph of traffic', () => {
    const { stack, service } = testService();
    const graphs = board(stack, service).filter(({ properties }) => properties.yAxis?.right);

    expect(graphs).toHaveLength(6);
    for (const { properties } of graphs) {
      const marks = properties.metrics.flatMap(([first]: [unknown]) =>
        typeof first === 'object' && first !== null && (first as { yAxis?: string }).yAxis === 'right' ? [first] : [],
      );
      expect(marks.map(({ label, expression }: Record<string, string>) => [label, expression])).toEqual([
        ['starts', 'FILL(begins, 0)'],
        ['succeeds', 'FILL(succeeds, 0)'],
        ['goes back', 'FILL(back, 0)'],
      ]);
    }
  });

  test('has both colours in the same graph, each with its own target group', () => {
    const { stack, service } = testService();
    const requests = board(stack, service).find(({ properties }) => properties.title === 'Requests a minute');

    const own = requests?.properties.metrics.filter(([namespace]: string[]) => namespace === 'AWS/ApplicationELB');
    expect(own.map((metric: unknown[]) => (metric.at(-1) as { label: string }).label)).toEqual(['blue', 'green']);
  });

  test('shows several constructs below each other, without one widget on another', () => {
    const { stack, service } = testService();
    const zone = new route53.PublicHostedZone(stack, 'Zone', { zoneName: 'shop.example' });
    const name = new BlueGreenDns(stack, 'Name', {
      zone,
      blue: DnsTarget.values(['192.0.2.1']),
      green: DnsTarget.values(['192.0.2.2']),
    });
    const widgets = board(stack, service, name);

    expect(widgets.filter(({ type }) => type === 'text').map(({ properties }) => properties.markdown)).toEqual([
      '## Test/Orders',
      '## Test/Name',
      'The targets of this name are not load balancers of this app, so CloudWatch counts nothing by colour.',
    ]);
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, at) => `${x + (at % width)},${y + Math.floor(at / width)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    for (const { x, width } of widgets) expect(x + width).toBeLessThanOrEqual(24);
  });

  test('shows what two load balancers count for a DNS name, each in its own region', () => {
    const app = new App();
    const balancerIn = (region: string) => {
      const stack = new Stack(app, `In-${region}`, { env: { account: '123456789012', region } });
      const vpc = new ec2.Vpc(stack, 'Vpc', { restrictDefaultSecurityGroup: false });
      return new elbv2.ApplicationLoadBalancer(stack, 'Balancer', { vpc, loadBalancerName: `shop-${region}` });
    };
    const [blue, green] = [balancerIn('eu-west-1'), balancerIn('eu-central-1')].map((one) =>
      DnsTarget.loadBalancer(one),
    );
    expect([
      blue?._source?.metric('RequestCount', 'Sum').region,
      green?._source?.metric('RequestCount', 'Sum').region,
    ]).toEqual(['eu-west-1', 'eu-central-1']);
  });

  test('shows two Auto Scaling groups by the target groups that they have', () => {
    const { stack, construct } = shopGroup();

    expect(titles(board(stack, construct))).toContain('Healthy targets');
  });

  test('has one function for each construct, whoever needs it', () => {
    const { stack, service } = testService();
    new ReleaseDashboard(stack, 'One', { releases: [service] });
    new ReleaseDashboard(stack, 'Two', { releases: [service] });

    // And the one that says what is live.
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 2);
  });

  test.each([
    ['no releases', { releases: [] }, "'releases' of 'Test/Board' is empty"],
    ['a name with a space', { dashboardName: 'my board' }, "'dashboardName' must have 1 to 255 characters"],
  ])('fails with %s', (_what, props, message) => {
    const { stack, service } = testService();

    expect(() => new ReleaseDashboard(stack, 'Board', { releases: [service], ...props })).toThrow(message);
  });
});
