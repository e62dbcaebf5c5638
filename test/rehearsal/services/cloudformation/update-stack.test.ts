import { type Done, localStacks, story, template, things } from './local-stacks';

/** A stack of these things, then another one. */
async function updated(before: Record<string, object>, after: Record<string, object>, rest: object = {}) {
  const done: Done = [];
  const world = localStacks(things(done));
  await world.client.CreateStack({ StackName: 'Shop', TemplateBody: template(before) });
  const stack = await world.settled('Shop');
  const [events, actions] = [stack.events.length, done.length];
  await world.client.UpdateStack({ StackName: 'Shop', TemplateBody: template(after, rest) });
  await world.settled('Shop');
  return { ...world, stack, done: done.slice(actions), story: story(stack).slice(events) };
}

function thing(Properties: object = {}, rest: object = {}) {
  return { Type: 'Test::Thing', Properties, ...rest };
}

test.each([
  [false, 'CREATE_COMPLETE', 1],
  [true, 'CREATE_COMPLETE', 0],
])('tells the events of the last operation only: %s', async (lastEventsOnly, status, count) => {
  const { client, settled } = localStacks(things([]), {}, {}, lastEventsOnly);
  const TemplateBody = (Size: number) => template({ A: { Type: 'Test::Thing', Properties: { Size } } });
  await client.CreateStack({ StackName: 'Shop', TemplateBody: TemplateBody(1) });
  await settled('Shop');
  await client.UpdateStack({ StackName: 'Shop', TemplateBody: TemplateBody(2) });
  await settled('Shop');
  const { StackEvents = [] } = await client.DescribeStackEvents({ StackName: 'Shop' });
  const of = (wanted: string) =>
    StackEvents.filter((one) => one.LogicalResourceId === 'Shop' && one.ResourceStatus === wanted).length;
  expect([of(status), of('UPDATE_IN_PROGRESS'), of('UPDATE_COMPLETE')]).toEqual([count, 1, 1]);
});

test.each([
  ['late', 'CREATE_COMPLETE'],
  ['at-once', 'UPDATE_COMPLETE'],
])('tells of a resource %s that it was changed: %s', async (value, before) => {
  const { client, settled, clock } = localStacks(things([]), {}, { 'cloudformation.resource-status': value });
  await client.CreateStack({
    StackName: 'Shop',
    TemplateBody: template({ A: { Type: 'Test::Thing', Properties: { Size: 1 } } }),
  });
  await settled('Shop');
  await clock.advance(60_000);
  await client.UpdateStack({
    StackName: 'Shop',
    TemplateBody: template({ A: { Type: 'Test::Thing', Properties: { Size: 2 } } }),
  });
  await settled('Shop');
  const status = () =>
    client
      .DescribeStackResource({ StackName: 'Shop', LogicalResourceId: 'A' })
      .then((one) => one.StackResourceDetail?.ResourceStatus);
  expect(await status()).toBe(before);
  await clock.advance(2_000);
  expect(await status()).toBe('UPDATE_COMPLETE');
});

describe('updating a stack', () => {
  test('touches only what has changed', async () => {
    const {
      done,
      stack,
      story: events,
    } = await updated(
      { A: thing({ Size: 1 }), B: thing({ Size: 1 }) },
      { A: thing({ Size: 1 }), B: thing({ Size: 2 }) },
    );

    expect(done).toEqual(['update B {"Size":2}']);
    expect(stack.status).toBe('UPDATE_COMPLETE');
    expect(events).toEqual([
      'Shop UPDATE_IN_PROGRESS',
      'B UPDATE_IN_PROGRESS',
      'B UPDATE_COMPLETE',
      'Shop UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'Shop UPDATE_COMPLETE',
    ]);
  });

  test('adds what is new before it deletes what is gone', async () => {
    const { done, stack } = await updated({ A: thing(), B: thing() }, { A: thing(), C: thing() });

    expect(done).toEqual(['create C {}', 'delete B-2']);
    expect([...stack.resources.keys()]).toEqual(['A', 'C']);
  });

  test('replaces a resource, tells those that refer to it, and deletes the old one last', async () => {
    const { done } = await updated(
      { A: thing({ Name: 'a' }), B: thing({ Of: { Ref: 'A' } }) },
      { A: thing({ Name: 'b' }), B: thing({ Of: { Ref: 'A' } }) },
    );

    expect(done).toEqual(['create A {"Name":"b"}', 'update B {"Of":"A-3"}', 'delete A-1']);
  });

  test('a failure takes back what was done, in reverse', async () => {
    const {
      done,
      stack,
      story: events,
    } = await updated(
      { A: thing({ Size: 1 }), B: thing({ Name: 'x' }, { DependsOn: 'A' }), D: thing() },
      {
        A: thing({ Size: 2 }),
        B: thing({ Name: 'y' }, { DependsOn: 'A' }),
        N: thing({}, { DependsOn: 'B' }),
        D: thing({ Fail: 'update' }, { DependsOn: 'N' }),
      },
    );

    expect(done).toEqual([
      'update A {"Size":2}',
      'create B {"Name":"y"}',
      'create N {}',
      'update D {"Fail":"update"}',
      'update A {"Size":1}',
      'delete N-5',
      'delete B-4',
    ]);
    expect(stack.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(stack.resources.get('B')?.existing?.physicalId).toBe('B-3');
    expect(stack.resources.has('N')).toBe(false);
    expect(events).toContain('Shop UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
    expect(stack.events.find((one) => one.ResourceStatus === 'UPDATE_ROLLBACK_IN_PROGRESS')?.ResourceStatusReason).toBe(
      'The following resource(s) failed to update: [D]. ',
    );
  });

  test('a failure also takes back what was being done at the same time', async () => {
    const { done, stack } = await updated(
      { A: thing({ Size: 1 }), B: thing({ Name: 'x' }), C: thing() },
      { A: thing({ Size: 2 }), B: thing({ Name: 'y' }), C: thing({ Fail: 'update' }) },
    );

    expect(done.toSorted()).toEqual([
      'create B {"Name":"y"}',
      'delete B-4',
      'update A {"Size":1}',
      'update A {"Size":2}',
      'update C {"Fail":"update"}',
    ]);
    expect(stack.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(stack.resources.get('A')?.properties).toEqual({ Size: 1 });
    expect(stack.resources.get('B')?.existing?.physicalId).toBe('B-3');
  });

  test('a template that cannot be resolved is taken back, and what was is as before', async () => {
    const { stack, done } = await updated(
      { A: thing({ Size: 1 }) },
      { A: thing({ Size: 1 }), B: thing(), N: thing({ x: { 'Fn::GetAtt': ['B', 'Nothing'] } }) },
    );

    expect(stack.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(done).toEqual(['create B {}', 'delete B-2']);
    expect([...stack.resources.keys()]).toEqual(['A']);
    expect(stack.events.find((one) => one.ResourceStatus === 'CREATE_FAILED')?.ResourceStatusReason).toBe(
      "Shop: Resources.N.Properties.x: resource B (Test::Thing) has no attribute 'Nothing' here",
    );
  });

  test('what is kept by its policy is forgotten, not deleted', async () => {
    const { done, story: events } = await updated(
      { A: thing(), B: thing({}, { DeletionPolicy: 'Retain' }) },
      { A: thing() },
    );

    expect(done).toEqual([]);
    expect(events).toContain('B DELETE_SKIPPED');
  });

  test('nothing to do is an error', async () => {
    await expect(updated({ A: thing() }, { A: thing() })).rejects.toThrow('No updates are to be performed.');
  });

  test('outputs alone may change', async () => {
    const { stack } = await updated({ A: thing() }, { A: thing() }, { Outputs: { It: { Value: { Ref: 'A' } } } });

    expect(stack.outputs).toMatchObject([{ key: 'It', value: 'A-1' }]);
  });

  test('a resource keeps its type', async () => {
    await expect(updated({ A: thing() }, { A: { Type: 'Test::Other' } })).rejects.toThrow(
      'Update of resource type is not permitted. The new template modifies resource type of the following resources: [A]',
    );
  });
});
