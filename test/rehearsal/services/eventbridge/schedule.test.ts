import { periodOf } from '../../../../rehearsal/services/eventbridge/schedule';
import { localEvents } from './setting';

test.each([
  ['rate(1 minute)', 60_000],
  ['rate(5 minutes)', 300_000],
  ['rate(2 hours)', 7_200_000],
  ['rate(1 day)', 86_400_000],
  ['cron(0 12 * * ? *)', undefined],
])('%s', (expression, milliseconds) => {
  expect(periodOf(expression)).toBe(milliseconds);
});

test.each(['rate(5 minute)', 'rate(1 minutes)', 'rate(0 minutes)', 'rate(5 seconds)', 'every day'])(
  'refuses %s',
  (expression) => {
    expect(() => periodOf(expression)).toThrow('Parameter ScheduleExpression is not valid.');
  },
);

test('a rule at a rate invokes its target again and again, until it is disabled', async () => {
  const { clock, invoked, functionArn, allow, events, eventBridge } = await localEvents();
  const { RuleArn = '' } = await events.PutRule({ Name: 'looks', ScheduleExpression: 'rate(5 minutes)' });
  await events.PutTargets({ Rule: 'looks', Targets: [{ Id: '1', Arn: functionArn }] });
  await allow('events.amazonaws.com', RuleArn);

  await clock.advance(11 * 60_000);
  expect(invoked).toHaveLength(2);
  expect(invoked[0]).toMatchObject({ source: 'aws.events', 'detail-type': 'Scheduled Event', resources: [RuleArn] });

  await events.DisableRule({ Name: 'looks' });
  await clock.advance(20 * 60_000);
  expect(invoked).toHaveLength(2);
  eventBridge.stop();
});

test('a rule that is put again has its new rate, and none once it is deleted', async () => {
  const { clock, invoked, functionArn, allow, events } = await localEvents();
  const { RuleArn = '' } = await events.PutRule({ Name: 'looks', ScheduleExpression: 'rate(5 minutes)' });
  await events.PutTargets({ Rule: 'looks', Targets: [{ Id: '1', Arn: functionArn }] });
  await allow('events.amazonaws.com', RuleArn);

  await events.PutRule({ Name: 'looks', ScheduleExpression: 'rate(1 hour)' });
  await clock.advance(61 * 60_000);
  expect(invoked).toHaveLength(1);

  await events.RemoveTargets({ Rule: 'looks', Ids: ['1'] });
  await events.DeleteRule({ Name: 'looks' });
  await expect(clock.run(new Promise(() => {}))).rejects.toThrow('virtual time stands still');
});
