import { ssmProviders } from '../../../../../rehearsal/services/cloudformation/providers/ssm';
import { Ssm } from '../../../../../rehearsal/services/ssm';
import { localStacks, template } from '../local-stacks';

test('makes a runbook, gives it a new default version when its content changes, and deletes it', async () => {
  const stacks = localStacks(ssmProviders);
  const ssm = stacks.cloud.add(new Ssm(stacks.cloud));
  const content = (seconds: number) => ({
    schemaVersion: '0.3',
    mainSteps: [{ name: 'Wait', action: 'aws:sleep', inputs: { Duration: `PT${seconds}S` } }],
  });
  const deploy = async (operation: 'CreateStack' | 'UpdateStack', seconds: number) => {
    const Properties = { DocumentType: 'Automation', UpdateMethod: 'NewVersion', Content: content(seconds) };
    const Runbook = { Type: 'AWS::SSM::Document', Properties };
    const Outputs = { Name: { Value: { Ref: 'Runbook' } } };
    await stacks.client[operation]({ StackName: 'shop', TemplateBody: template({ Runbook }, { Outputs }) });
    await stacks.settled('shop');
    const { Stacks } = await stacks.client.DescribeStacks({ StackName: 'shop' });
    return Stacks?.[0]?.Outputs?.[0]?.OutputValue;
  };

  const Name = await deploy('CreateStack', 1);
  expect(Name).toMatch(/^shop-Runbook-\w+$/);

  expect(await deploy('UpdateStack', 2)).toBe(Name);
  expect(ssm.operations.GetDocument({ Name })).toMatchObject({
    DocumentVersion: '2',
    Content: JSON.stringify(content(2)),
  });

  await stacks.client.DeleteStack({ StackName: 'shop' });
  await stacks.settled('shop');
  expect(() => ssm.operations.GetDocument({ Name })).toThrow('does not exist');
});
