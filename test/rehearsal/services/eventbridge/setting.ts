import { VirtualClock } from '../../../../rehearsal/clock';
import { Cloud } from '../../../../rehearsal/cloud';
import type { FunctionToRun } from '../../../../rehearsal/ports';
import { rootOf } from '../../../../rehearsal/principal';
import { EventBridge } from '../../../../rehearsal/services/eventbridge/eventbridge';
import { Lambda } from '../../../../rehearsal/services/lambda/lambda';
import { S3 } from '../../../../rehearsal/services/s3/s3';
import { Sns } from '../../../../rehearsal/services/sns/sns';
import { Switches } from '../../../../rehearsal/switches';

/** EventBridge, SNS and Lambda in virtual time, with a function `notify` that remembers its events. */
export async function localEvents() {
  const clock = new VirtualClock(0);
  const cloud = new Cloud({ clock, switches: new Switches([]) });
  const invoked: unknown[] = [];
  const s3 = cloud.add(new S3(cloud));
  const runner = {
    invoke: async (_fn: FunctionToRun, event: unknown) => {
      invoked.push(event);
      return { payload: 'null', log: [] };
    },
  };
  const lambda = cloud.add(new Lambda(cloud, s3, runner));
  const sns = cloud.add(new Sns(cloud, lambda));
  const eventBridge = cloud.add(new EventBridge(cloud, { lambda, sns }));
  const root = rootOf(cloud.account);
  const functions = cloud.client(lambda, root);
  const { FunctionArn = '' } = await functions.CreateFunction({
    FunctionName: 'notify',
    Role: 'arn:aws:iam::123456789012:role/notify',
    Code: { ZipFile: 'exports.handler = async () => {};' },
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
  });
  /** Lets a service invoke the function. */
  const allow = (Principal: string, SourceArn: string) =>
    functions.AddPermission({
      FunctionName: 'notify',
      StatementId: 's',
      Action: 'lambda:InvokeFunction',
      Principal,
      SourceArn,
    });
  const topics = cloud.client(sns, root);
  const events = cloud.client(eventBridge, root);
  /** A rule for events of `my.app`, with a target. */
  const rule = async (target: object) => {
    const { RuleArn } = await events.PutRule({ Name: 'releases', EventPattern: '{"source":["my.app"]}' });
    await events.PutTargets({ Rule: 'releases', Targets: [{ Id: '1', Arn: FunctionArn, ...target }] });
    return RuleArn;
  };
  /** Puts an event of `my.app`, and lets its deliveries happen. */
  const put = async (Detail: object, Source = 'my.app') => {
    const output = await events.PutEvents({
      Entries: [{ Source, DetailType: 'Release', Detail: JSON.stringify(Detail) }],
    });
    await clock.advance(1);
    return output;
  };
  return { clock, cloud, invoked, functionArn: FunctionArn, allow, sns, topics, eventBridge, events, rule, put };
}
