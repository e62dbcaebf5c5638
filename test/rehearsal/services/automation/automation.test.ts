import { rootOf } from '../../../../rehearsal/principal';
import { Ssm } from '../../../../rehearsal/services/ssm';
import { emptyCloud, ScriptedService } from '../../endpoint/fixture';

function testSsm() {
  const cloud = emptyCloud();
  const ecs = cloud.add(new ScriptedService('ecs', { DescribeServices: () => ({ services: [{ status: 'ACTIVE' }] }) }));
  const ssm = cloud.client(cloud.add(new Ssm(cloud)), rootOf(cloud.account));
  /** Makes a runbook of these steps, and runs it. */
  const run = async (mainSteps: object[], Parameters: Record<string, string[]> = {}) => {
    const parameters = { Name: { type: 'String', default: 'orders' } };
    await ssm.CreateDocument({
      Name: 'Runbook',
      DocumentType: 'Automation',
      Content: JSON.stringify({ schemaVersion: '0.3', parameters, mainSteps }),
    });
    const started = await ssm.StartAutomationExecution({ DocumentName: 'Runbook', Parameters });
    await cloud.clock.sleep(0);
    return { ...started, ecs };
  };
  return { cloud, ssm, ecs, run };
}

const describe_ = {
  name: 'Describe',
  action: 'aws:executeAwsApi',
  inputs: { Service: 'ecs', Api: 'DescribeServices', services: ['{{ Name }}'] },
  outputs: [{ Name: 'Status', Selector: '$.services[0].status', Type: 'String' }],
};
const note = (value: string) => ({
  name: 'Note',
  action: 'aws:executeAwsApi',
  inputs: { Service: 'ssm', Api: 'PutParameter', Name: '/noted', Value: value, Type: 'String' },
});

async function ended(
  { cloud, ssm, run }: ReturnType<typeof testSsm>,
  steps: object[],
  parameters?: Record<string, string[]>,
) {
  const clock = cloud.clock as ReturnType<typeof testSsm>['cloud']['clock'] & { advance(ms: number): Promise<void> };
  const work = run(steps, parameters);
  await clock.advance(60_000);
  const { AutomationExecutionId } = await work;
  return (await ssm.GetAutomationExecution({ AutomationExecutionId })).AutomationExecution;
}

describe('a runbook', () => {
  test('calls an API and hands what a selector finds to the next step', async () => {
    const world = testSsm();

    const execution = await ended(world, [describe_, note('{{ Name }} is {{ Describe.Status }}')], { Name: ['cart'] });

    expect(execution).toMatchObject({ AutomationExecutionStatus: 'Success', Parameters: { Name: ['cart'] } });
    expect(world.ecs.inputs).toEqual([{ services: ['cart'] }]);
    expect((await world.ssm.GetParameter({ Name: '/noted' })).Parameter?.Value).toBe('cart is ACTIVE');
  });

  test('goes where a branch leads, and ends at a step that is an end', async () => {
    const world = testSsm();
    const choose = {
      name: 'Choose',
      action: 'aws:branch',
      inputs: { Choices: [{ Variable: '{{ Name }}', StringEquals: 'orders', NextStep: 'Note' }], Default: 'Never' },
    };
    const never = { ...note('never'), name: 'Never' };

    const execution = await ended(world, [
      choose,
      never,
      { ...note('chosen'), isEnd: true },
      { ...never, name: 'After' },
    ]);

    expect(execution?.StepExecutions?.map(({ StepName }) => StepName)).toEqual(['Choose', 'Note']);
    expect((await world.ssm.GetParameter({ Name: '/noted' })).Parameter?.Value).toBe('chosen');
  });

  test('waits on the clock', async () => {
    const world = testSsm();
    const from = world.cloud.clock.now();

    const execution = await ended(world, [{ name: 'Wait', action: 'aws:sleep', inputs: { Duration: 'PT20S' } }]);

    expect((execution?.ExecutionEndTime?.getTime() ?? 0) - from).toBe(20_000);
  });

  test.each([
    [
      'an assertion that does not hold',
      {
        ...describe_,
        action: 'aws:assertAwsResourceProperty',
        inputs: { ...describe_.inputs, PropertySelector: '$.services[0].status', DesiredValues: ['DRAINING'] },
      },
      '$.services[0].status is ACTIVE, and not DRAINING',
    ],
    [
      'an output that is not there',
      { ...describe_, outputs: [{ Name: 'Status', Selector: '$.services[1].status', Type: 'String' }] },
      '$.services[1].status finds nothing',
    ],
    ['an unknown variable', note('{{ Nobody.Knows }}'), 'the variable Nobody.Knows is not known'],
    [
      'a call that fails',
      { ...note('x'), inputs: { Service: 'ssm', Api: 'GetParameter', Name: '/none' } },
      'Parameter /none not found',
    ],
  ])('fails at %s, and does nothing after it', async (_, step, message) => {
    const world = testSsm();

    const execution = await ended(world, [step, { ...note('after'), name: 'After' }]);

    expect(execution).toMatchObject({
      AutomationExecutionStatus: 'Failed',
      FailureMessage: expect.stringContaining(message),
    });
    expect(execution?.StepExecutions).toHaveLength(1);
  });

  test.each([
    ['an action', { ...describe_, action: 'aws:runCommand' }, 'does not run the action aws:runCommand'],
    ['an option of a step', { ...describe_, onFailure: 'Continue' }, "does not know 'onFailure' of step Describe"],
    ['a next step', { ...describe_, nextStep: 'Nowhere' }, 'leads to Nowhere, which is no step'],
  ])('is refused when it is made with %s that is not here', async (_, step, message) => {
    await expect(testSsm().run([step])).rejects.toThrow(message);
  });

  test('keeps its versions, and runs the one that is asked for', async () => {
    const { ssm } = testSsm();
    const content = (value: string) => JSON.stringify({ schemaVersion: '0.3', mainSteps: [note(value)] });
    await ssm.CreateDocument({ Name: 'Runbook', DocumentType: 'Automation', Content: content('one') });

    await ssm.UpdateDocument({ Name: 'Runbook', Content: content('two'), DocumentVersion: '$LATEST' });

    expect((await ssm.GetDocument({ Name: 'Runbook' })).Content).toBe(content('one'));
    expect((await ssm.GetDocument({ Name: 'Runbook', DocumentVersion: '$LATEST' })).Content).toBe(content('two'));
    await ssm.UpdateDocumentDefaultVersion({ Name: 'Runbook', DocumentVersion: '2' });
    expect((await ssm.GetDocument({ Name: 'Runbook' })).DocumentVersion).toBe('2');
    await expect(ssm.GetDocument({ Name: 'Runbook', DocumentVersion: '3' })).rejects.toMatchObject({
      code: 'InvalidDocumentVersion',
    });
  });
});
