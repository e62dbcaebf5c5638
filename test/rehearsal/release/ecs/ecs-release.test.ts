import { deploymentReason } from '../../../../rehearsal/release/ecs/ecs-release';

const HOOKS = [
  { stage: 'AfterAllowTestTraffic', functionName: 'Smoke', verdict: 'fail' as const, reason: 'step 2', log: [] },
];

test("gives the hook's own reason when a hook sent it back, and AWS's when something else did", () => {
  const endedBy = (code: string) => deploymentReason({ code, message: 'AWS says so' }, [], HOOKS);

  expect(endedBy('HOOK_EXECUTION_FAILURE')).toBe('the hook at AfterAllowTestTraffic failed: step 2');
  expect(endedBy('ALARM_ACTIVE')).toBe('an alarm fired: AWS says so');
});

test('says so when nobody gave a reason', () => {
  expect(deploymentReason(undefined, [], [])).toBe('CodeDeploy gave no reason');
});
