import type { InstanceRefresh } from '@aws-sdk/client-auto-scaling';
import { refreshState } from '../../../lambda/release-asg/refresh';

const since = '2026-11-21T06:00:00.000Z';
const begun = (Status: InstanceRefresh['Status'], StartTime?: string): InstanceRefresh => ({
  Status,
  StartTime: StartTime ? new Date(StartTime) : undefined,
});

describe('the replacement of instances', () => {
  test.each<[string, InstanceRefresh | undefined, string]>([
    ['nothing is listed yet', undefined, 'running'],
    ['it has not started', begun('Pending'), 'running'],
    ['it goes on', begun('InProgress', '2026-11-21T06:00:01.000Z'), 'running'],
    ['it has succeeded', begun('Successful', '2026-11-21T06:00:01.000Z'), 'done'],
    ['the one that succeeded is an older one', begun('Successful', '2026-11-21T05:59:59.000Z'), 'running'],
    ['it has failed', begun('Failed', '2026-11-21T06:00:01.000Z'), 'ended'],
    ['somebody cancels it', begun('Cancelling', '2026-11-21T06:00:01.000Z'), 'ended'],
  ])('%s: %#', (_, refresh, status) => {
    expect(refreshState(refresh, since)).toMatchObject({ status });
  });

  test('that failed says why, in the words of Auto Scaling', () => {
    expect(refreshState({ ...begun('Failed'), StatusReason: 'no capacity' }, since).reason).toBe(
      'the instance refresh is Failed, no capacity',
    );
  });
});
