import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { type At, failure } from '../both';
import type { Except } from '../differences';

const EventPattern = '{"source":["my.app"],"detail":{"state":[{"prefix":"roll"}]}}';
const target = { Id: '1', Arn: 'arn:aws:sqs:us-east-1:123456789012:queue', InputPath: '$.detail' };

export async function story(at: At) {
  const events = at(EventBridgeClient);
  const Name = 'contract';
  const rule = await events.send(new PutRuleCommand({ Name, EventPattern, Description: 'of releases' }));
  const put = await events.send(new PutTargetsCommand({ Rule: Name, Targets: [target] }));
  const described = await events.send(new DescribeRuleCommand({ Name }));
  await events.send(new DisableRuleCommand({ Name }));
  const listed = await events.send(new ListRulesCommand({ NamePrefix: 'contr' }));
  const targets = await events.send(new ListTargetsByRuleCommand({ Rule: Name }));
  const entry = { Source: 'my.app', DetailType: 'Release', Detail: '{"state":"done"}' };
  const sent = await events.send(new PutEventsCommand({ Entries: [entry, { ...entry, Detail: 'no JSON' }] }));
  return {
    arn: rule.RuleArn,
    failed: put.FailedEntryCount,
    described: {
      name: described.Name,
      arn: described.Arn,
      pattern: JSON.parse(described.EventPattern ?? ''),
      state: described.State,
      description: described.Description,
    },
    states: listed.Rules?.map((one) => one.State),
    targets: targets.Targets,
    sent: { failed: sent.FailedEntryCount, codes: sent.Entries?.map((one) => one.ErrorCode) },
    badPattern: await failure(events.send(new PutRuleCommand({ Name: 'bad', EventPattern: '{"source":"my.app"}' }))),
    withTargets: await failure(events.send(new DeleteRuleCommand({ Name }))),
    removed: (await events.send(new RemoveTargetsCommand({ Rule: Name, Ids: ['1'] }))).FailedEntryCount,
    deleted: Object.keys(await events.send(new DeleteRuleCommand({ Name }))),
    none: await failure(events.send(new DescribeRuleCommand({ Name }))),
  };
}

export const except: Except = {};
