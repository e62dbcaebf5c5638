import { localEvents } from '../eventbridge/setting';

test('a function that subscribed gets the message, others are written down', async () => {
  const { allow, clock, functionArn, invoked, sns, topics } = await localEvents();
  const { TopicArn } = await topics.CreateTopic({ Name: 'releases' });
  await allow('sns.amazonaws.com', TopicArn);
  await topics.Subscribe({ TopicArn, Protocol: 'lambda', Endpoint: functionArn });
  await topics.Subscribe({ TopicArn, Protocol: 'email', Endpoint: 'team@example.com' });

  const { MessageId } = await topics.Publish({ TopicArn, Subject: 'Release', Message: 'promote?' });
  await clock.advance(1);

  expect(invoked).toEqual([
    {
      Records: [
        expect.objectContaining({
          EventSource: 'aws:sns',
          Sns: expect.objectContaining({ MessageId, Message: 'promote?' }),
        }),
      ],
    },
  ]);
  expect(sns.messages).toEqual([
    expect.objectContaining({
      subject: 'Release',
      deliveries: [
        { protocol: 'lambda', endpoint: functionArn, error: undefined },
        { protocol: 'email', endpoint: 'team@example.com' },
      ],
    }),
  ]);
});

test('a function that does not let SNS gets nothing', async () => {
  const { functionArn, invoked, sns, topics } = await localEvents();
  const { TopicArn } = await topics.CreateTopic({ Name: 'releases' });
  await topics.Subscribe({ TopicArn, Protocol: 'lambda', Endpoint: functionArn });

  await topics.Publish({ TopicArn, Message: 'promote?' });

  expect(invoked).toEqual([]);
  expect(sns.messages[0]?.deliveries[0]?.error).toMatch(/does not let sns.amazonaws.com/);
});

test('a topic made again is the same, and one that is deleted is not found', async () => {
  const { topics } = await localEvents();
  const { TopicArn } = await topics.CreateTopic({ Name: 'releases' });

  expect((await topics.CreateTopic({ Name: 'releases' })).TopicArn).toBe(TopicArn);
  expect((await topics.GetTopicAttributes({ TopicArn })).Attributes).toMatchObject({
    TopicArn,
    SubscriptionsConfirmed: '0',
  });
  await topics.DeleteTopic({ TopicArn });
  await expect(topics.Publish({ TopicArn, Message: 'a' })).rejects.toMatchObject({ code: 'NotFound', status: 404 });
});
