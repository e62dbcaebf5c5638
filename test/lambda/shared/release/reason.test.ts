import { type Failure, reasonOf } from '../../../../lambda/shared/release/reason';

const GENERIC = 'The deployment failed because one or more of the lifecycle event validation functions failed.';
const failed = (message?: string): Failure['events'] => [
  { name: 'BeforeInstall', status: 'Succeeded' },
  { name: 'AfterAllowTestTraffic', status: 'Failed', message },
];
const error = (code: string, message: string) => ({ code, message });

test.each<[Failure, string | undefined]>([
  [{ events: [] }, undefined],
  [{ events: failed('no task') }, 'AfterAllowTestTraffic failed: no task'],
  [
    { error: error('HOOK_EXECUTION_FAILURE', GENERIC), events: failed(GENERIC) },
    'the hook at AfterAllowTestTraffic failed: the log of its function says why',
  ],
  [
    { error: error('HOOK_EXECUTION_FAILURE', 'timed out'), events: failed() },
    'the hook at AfterAllowTestTraffic failed: timed out',
  ],
  [
    { error: error('ALARM_ACTIVE', 'one or more alarms: <Errors> <Latency>'), events: [] },
    'an alarm fired: Errors, Latency',
  ],
  [{ error: error('MANUAL_STOP', 'x'), events: failed() }, 'somebody stopped it'],
])('why a deployment went back (%#)', (failure, reason) => {
  expect(reasonOf(failure)).toBe(reason);
});
