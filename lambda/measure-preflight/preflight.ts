import type { ECSClient } from '@aws-sdk/client-ecs';
import { messageOf } from '../shared/message-of';
import { type Watching, withoutData } from '../shared/release/watching';
import type { Verdict } from '../shared/verdict';
import { readDeployment, readGroups } from '../watch-built-in/reads';
import { viewOf } from '../watch-built-in/view';
import type { Settings } from './environment';

const WAY_OUT = "deploy with 'measurePreflight' set to false";
/** Until ECS knows where the tasks are that serve. */
const UNKNOWN_SECONDS = 10;

/**
 * Whether a deployment by ECS itself may begin: every measure must have data of the colour that is live, in the hour before it was made. Why not goes into the release's
 * record too, because ECS tells nothing of a hook but that it has failed.
 *
 * @param arn the service deployment's
 */
export async function preflight(arn: string, settings: Settings, ecs: ECSClient, watching: Watching): Promise<Verdict> {
  const deployment = await readDeployment(ecs, arn);
  // It makes the service: nothing is live that could be compared with.
  if (!deployment.sourceServiceRevisions?.length) return { kind: 'pass' };
  const view = viewOf({ deployment, groups: await readGroups(ecs, deployment) }, settings);
  if (view === undefined) return { kind: 'wait', retryAfterSeconds: UNKNOWN_SECONDS };
  const madeAt = deployment.createdAt ?? new Date();
  const reason = await withoutData(watching, view.live, madeAt.toISOString(), false, WAY_OUT);
  if (reason === undefined) return { kind: 'pass' };
  const unrecorded = await watching.open?.analyst
    .refuse({ release: arn.split('/').at(-1) ?? arn, live: view.live, weight: 0, now: madeAt.getTime() }, reason)
    .then(() => undefined, messageOf);
  return { kind: 'fail', reason: unrecorded === undefined ? reason : `${reason} (not recorded: ${unrecorded})` };
}
