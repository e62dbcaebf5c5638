import { type Done, localStacks, template, things } from './local-stacks';

function thing(Properties: object = {}, rest: object = {}) {
  return { Type: 'Test::Thing', Properties, ...rest };
}

/** A stack of things whose update to others has begun a moment ago. */
async function updating(before: Record<string, object>, after: Record<string, object>) {
  const done: Done = [];
  const world = localStacks(things(done));
  await world.client.CreateStack({ StackName: 'Shop', TemplateBody: template(before) });
  const stack = await world.settled('Shop');
  const actions = done.length;
  await world.client.UpdateStack({ StackName: 'Shop', TemplateBody: template(after) });
  await world.clock.advance(100);
  return { ...world, stack, done: () => done.slice(actions) };
}

describe('a cancelled update', () => {
  test('gives up what is being changed, begins nothing new, and takes back what was done', async () => {
    const { client, settled, done } = await updating(
      { A: thing({ Size: 1 }), B: thing({ Size: 1 }, { DependsOn: 'A' }) },
      { A: thing({ Size: 2 }), B: thing({ Size: 2 }, { DependsOn: 'A' }), N: thing() },
    );

    await client.CancelUpdateStack({ StackName: 'Shop' });
    const stack = await settled('Shop');

    expect(stack.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(done()).toEqual(['create N {}', 'update A {"Size":2}', 'update A {"Size":1}', 'delete N-3']);
    const reasons = stack.events.map(
      (one) => `${one.LogicalResourceId} ${one.ResourceStatus} ${one.ResourceStatusReason}`,
    );
    expect(reasons).toEqual(
      expect.arrayContaining([
        'Shop UPDATE_ROLLBACK_IN_PROGRESS User Initiated',
        'A UPDATE_FAILED Resource update cancelled',
        'N CREATE_FAILED Resource creation cancelled',
      ]),
    );
  });

  test('cannot be cancelled again, nor one that has ended', async () => {
    const { client, settled } = await updating({ A: thing({ Size: 1 }) }, { A: thing({ Size: 2 }) });
    const refusal = 'CancelUpdateStack cannot be called from current stack status';
    await client.CancelUpdateStack({ StackName: 'Shop' });

    await expect(client.CancelUpdateStack({ StackName: 'Shop' })).rejects.toThrow(refusal);
    await settled('Shop');
    await expect(client.CancelUpdateStack({ StackName: 'Shop' })).rejects.toThrow(refusal);
  });
});

test('a stack cannot be deleted while it is updated', async () => {
  const { client, settled, stack } = await updating({ A: thing({ Size: 1 }) }, { A: thing({ Size: 2 }) });

  await expect(client.DeleteStack({ StackName: 'Shop' })).rejects.toThrow(
    `Stack [${stack.id}] cannot be deleted while in status UPDATE_IN_PROGRESS`,
  );
  expect((await settled('Shop')).status).toBe('UPDATE_COMPLETE');
});

describe('a rollback that fails', () => {
  const failing = () =>
    updating(
      { A: thing({ Fail: 'update' }), B: thing({ Size: 1 }, { DependsOn: 'A' }) },
      { A: thing({ Size: 2 }), B: thing({ Fail: 'update' }, { DependsOn: 'A' }) },
    );

  test('leaves the stack where it is, and says with what', async () => {
    const { settled, client } = await failing();

    const stack = await settled('Shop');

    expect(stack.status).toBe('UPDATE_ROLLBACK_FAILED');
    expect(stack.reason).toBe('The following resource(s) failed to update: [A]. ');
    await expect(client.UpdateStack({ StackName: 'Shop', TemplateBody: template({ A: thing() }) })).rejects.toThrow(
      'is in UPDATE_ROLLBACK_FAILED state and can not be updated',
    );
  });

  test('is continued without what is skipped', async () => {
    const { settled, client, done } = await failing();
    await settled('Shop');
    const before = done().length;

    await client.ContinueUpdateRollback({ StackName: 'Shop' });
    expect((await settled('Shop')).status).toBe('UPDATE_ROLLBACK_FAILED');
    expect(done().slice(before)).toEqual(['update A {"Fail":"update"}']);

    await client.ContinueUpdateRollback({ StackName: 'Shop', ResourcesToSkip: ['A'] });
    expect((await settled('Shop')).status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(done()).toHaveLength(before + 1);
  });
});
