import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { messageOf } from '../shared/message-of';
import { isNamed } from '../shared/stack-under-update';
import type { Tools } from './clients';
import type { NotTakenBack, NotTakenBackName } from './environment';

/** The event on the default bus whose detail is a `NotTakenBack`. */
const NOT_TAKEN_BACK = 'Blue-Green Release Not Taken Back';

/** What is not as it should be. */
export type Trouble = Pick<NotTakenBack, 'construct' | 'release' | 'cure' | 'reason'>;

/**
 * Tells people that production is not where it was before an update that was taken back: CloudFormation hears SUCCESS, because anything else would
 * get the stack stuck. By a log line of level `error`, an event, and a parameter that `bluegreen status` and `drift` show. What of it fails is logged, and stops nothing.
 */
export async function tellNotBack(trouble: Trouble, { clients, log, now }: Tools): Promise<void> {
  log({ level: 'error', event: 'not taken back', ...trouble });
  const told: NotTakenBack = { kind: 'not-taken-back', ...trouble, at: new Date(now()).toISOString() };
  const ways = {
    event: () =>
      clients.events.send(
        new PutEventsCommand({
          Entries: [{ Source: 'cdk-blue-green', DetailType: NOT_TAKEN_BACK, Detail: JSON.stringify(told) }],
        }),
      ),
    parameter: () =>
      clients.ssm.send(
        new PutParameterCommand({
          Name: nameOf(trouble.construct),
          Description: 'A way back that failed; the next release of the stack that succeeds deletes it',
          Type: 'String',
          Value: JSON.stringify(told),
          Overwrite: true,
        }),
      ),
  };
  for (const [way, tell] of Object.entries(ways)) {
    try {
      await tell();
    } catch (error) {
      log({ level: 'error', event: 'not told', way, reason: messageOf(error) });
    }
  }
}

/** A release that has succeeded since then, or the end of the stack, makes it old. */
export async function forgetNotBack(construct: string, { clients, log }: Tools): Promise<void> {
  try {
    await clients.ssm.send(new DeleteParameterCommand({ Name: nameOf(construct) }));
  } catch (error) {
    if (!isNamed(error, 'ParameterNotFound')) log({ level: 'error', event: 'not forgotten', reason: messageOf(error) });
  }
}

function nameOf(construct: string): string {
  const name: NotTakenBackName = 'not-taken-back';
  return `/cdk-blue-green/${construct}/${name}`;
}
