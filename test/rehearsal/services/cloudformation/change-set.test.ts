import { NO_CHANGES } from '../../../../rehearsal/services/cloudformation/change-set';
import { type Done, localStacks, template, things } from './local-stacks';

async function world(resources?: Record<string, object>) {
  const done: Done = [];
  const local = localStacks(things(done));
  if (resources) {
    await local.client.CreateStack({ StackName: 'Shop', TemplateBody: template(resources) });
    await local.settled('Shop');
  }
  const propose = async (next: Record<string, object>) => {
    const ChangeSetType = resources ? 'UPDATE' : 'CREATE';
    const { Id } = await local.client.CreateChangeSet({
      ...{ StackName: 'Shop', ChangeSetName: 'next', ChangeSetType, TemplateBody: template(next) },
    });
    return local.client.DescribeChangeSet({ ChangeSetName: Id });
  };
  return { ...local, done, propose };
}

function thing(Properties: object = {}) {
  return { Type: 'Test::Thing', Properties };
}

describe('change sets', () => {
  test('of a new stack leaves it in review until it is executed', async () => {
    const { client, settled, propose, done } = await world();

    const proposed = await propose({ A: thing() });
    const [before] = (await client.DescribeStacks({ StackName: 'Shop' })).Stacks ?? [];
    await client.ExecuteChangeSet({ ChangeSetName: proposed.ChangeSetId });
    const stack = await settled('Shop');

    expect(proposed).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' });
    expect(proposed.Changes).toMatchObject([{ ResourceChange: { Action: 'Add', LogicalResourceId: 'A' } }]);
    expect(before?.StackStatus).toBe('REVIEW_IN_PROGRESS');
    expect(stack.status).toBe('CREATE_COMPLETE');
    expect(done).toEqual(['create A {}']);
  });

  test('tells what an update would do', async () => {
    const { propose } = await world({
      A: thing({ Name: 'a' }),
      B: thing({ Of: { Ref: 'A' } }),
      C: thing(),
      D: thing(),
    });

    const { Changes } = await propose({
      A: thing({ Name: 'b' }),
      B: thing({ Of: { Ref: 'A' } }),
      C: thing({ Size: 2 }),
      E: thing(),
    });

    expect(
      Changes?.map(({ ResourceChange: one }) => [one?.LogicalResourceId, one?.Action, one?.Replacement].join(' ')),
    ).toEqual(['A Modify True', 'B Modify Conditional', 'C Modify False', 'E Add ', 'D Remove ']);
  });

  test('without changes fails, with the words that the CDK CLI looks for', async () => {
    const { propose } = await world({ A: thing() });

    expect(await propose({ A: thing() })).toMatchObject({
      Status: 'FAILED',
      StatusReason: NO_CHANGES,
      ExecutionStatus: 'UNAVAILABLE',
      Changes: [],
    });
  });

  test('is used up by its execution, and not there any more when deleted', async () => {
    const { client, propose, settled } = await world({ A: thing() });
    const { ChangeSetId: id } = await propose({ A: thing({ Size: 2 }) });

    await client.ExecuteChangeSet({ ChangeSetName: id });
    await settled('Shop');

    await expect(client.DescribeChangeSet({ ChangeSetName: id })).rejects.toThrow(`ChangeSet [${id}] does not exist`);
  });

  test('is refused while the stack is being worked on', async () => {
    const { client, propose } = await world({ A: thing() });
    const { ChangeSetId: id } = await propose({ A: thing({ Size: 2 }) });
    await client.ExecuteChangeSet({ ChangeSetName: id });

    await expect(propose({ A: thing({ Size: 3 }) })).rejects.toThrow(
      'is in UPDATE_IN_PROGRESS state and can not be updated.',
    );
  });
});
