import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  ECSClient,
  type ServiceDeployment,
  type ServiceRevision,
} from '@aws-sdk/client-ecs';
import { mockClient } from 'aws-sdk-client-mock';
import { preflight } from '../../../lambda/measure-preflight/preflight';
import type { Analyst } from '../../../lambda/shared/analysis/analyst';
import type { AnalysisSettings } from '../../../lambda/shared/analysis/settings';

const ecs = mockClient(ECSClient);
const ARN = 'arn:aws:ecs:eu-west-1:123456789012:service-deployment/c/s/d1';
const SETTINGS = { targetGroups: { blue: 'tg-b', green: 'tg-g' } };
const MADE_AT = new Date('2026-11-21T06:00:00Z');

const refuse = jest.fn<Promise<void>, Parameters<Analyst['refuse']>>();
const measuresWithoutData = jest.fn<Promise<string[]>, [string, number]>();

beforeEach(() => {
  ecs.reset();
  refuse.mockReset().mockResolvedValue();
  measuresWithoutData.mockReset().mockResolvedValue([]);
});

/** A deployment whose live revision is registered with a target group. */
function deployment(more: Partial<ServiceDeployment> = {}, targetGroupArn?: string): void {
  const one = { sourceServiceRevisions: [{ arn: 'r1' }], createdAt: MADE_AT, ...more };
  const resolvedConfiguration = { loadBalancers: targetGroupArn ? [{ targetGroupArn }] : [] };
  const revision: ServiceRevision = { serviceRevisionArn: 'r1', resolvedConfiguration };
  ecs.on(DescribeServiceDeploymentsCommand).resolves({ serviceDeployments: [one] });
  ecs.on(DescribeServiceRevisionsCommand).resolves({ serviceRevisions: [revision] });
}

function verdict(dryRun = false) {
  const analyst = { refuse, measuresWithoutData } as unknown as Analyst;
  const settings = { plan: { dryRun } } as AnalysisSettings;
  return preflight(ARN, SETTINGS, new ECSClient(), { open: { analyst, settings } });
}

describe('the preflight of a deployment by ECS itself', () => {
  test('asks for the colour that is live, in the hour before the deployment was made', async () => {
    deployment({}, 'tg-g');

    expect(await verdict()).toEqual({ kind: 'pass' });
    expect(measuresWithoutData.mock.calls).toEqual([['green', MADE_AT.getTime()]]);
  });

  test('fails with the names of the measures that have no data, and writes that down', async () => {
    deployment({}, 'tg-b');
    measuresWithoutData.mockResolvedValue(['errors', 'orders']);
    const reason = expect.stringMatching(
      /^there is no data of errors, orders on blue, .*'measurePreflight' set to false$/,
    );

    expect(await verdict()).toEqual({ kind: 'fail', reason });
    expect(refuse.mock.calls).toEqual([[{ release: 'd1', live: 'blue', weight: 0, now: MADE_AT.getTime() }, reason]]);
  });

  test('fails when the metrics cannot be read', async () => {
    deployment({}, 'tg-b');
    measuresWithoutData.mockRejectedValue(new Error('Rate exceeded'));

    expect(await verdict()).toMatchObject({ kind: 'fail', reason: expect.stringContaining('cannot be read: Rate') });
  });

  test('fails as well when that cannot be written down', async () => {
    deployment({}, 'tg-b');
    measuresWithoutData.mockResolvedValue(['errors']);
    refuse.mockRejectedValue(new Error('no table'));

    expect(await verdict()).toMatchObject({
      kind: 'fail',
      reason: expect.stringContaining('(not recorded: no table)'),
    });
  });

  test('lets the deployment that makes the service pass: nothing is live', async () => {
    deployment({ sourceServiceRevisions: [] });

    expect(await verdict()).toEqual({ kind: 'pass' });
    expect(measuresWithoutData).not.toHaveBeenCalled();
  });

  test('waits until ECS knows where the tasks are that serve', async () => {
    deployment();

    expect(await verdict()).toEqual({ kind: 'wait', retryAfterSeconds: 10 });
  });

  test('holds nothing up in a dry run', async () => {
    deployment({}, 'tg-b');
    measuresWithoutData.mockResolvedValue(['errors']);

    expect(await verdict(true)).toEqual({ kind: 'pass' });
  });
});
