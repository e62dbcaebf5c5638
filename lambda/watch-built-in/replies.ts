import type { ECSClient } from '@aws-sdk/client-ecs';
import { readName } from '../shared/checked-json';
import { readOwnSettings } from '../shared/own-settings';
import { type Answer, fail, pass, secondsBetween, wait } from '../shared/release/answer';
import { type Facts, type Reply, readColour } from '../shared/release/questions';
import { decide } from '../shared/release/watch';
import { type Watching, watched, withoutData } from '../shared/release/watching';
import type { Environment, Settings } from './environment';
import { findDeployment, isOfRollback } from './find';
import { readDeployment, readGroups } from './reads';
import { strange, viewOf } from './view';

const FIRST_MOMENTS_SECONDS = 10;

/** The questions of the watcher of a service that ECS itself releases. ECS watches the alarms. */
export function watchReplies(
  environment: Partial<Environment>,
  ecs: ECSClient,
  watching: Watching = {},
): Readonly<Record<string, Reply>> {
  const settings = readOwnSettings<Settings>(environment.SETTINGS);
  return {
    look: (facts) => look(facts, settings, ecs, watching),
    preflight: (facts) => preflight(facts, watching),
  };
}

async function look(facts: Facts, settings: Settings, ecs: ECSClient, watching: Watching): Promise<Answer> {
  const now = readName(facts.now, 'now');
  const named = textOf(facts.deployment);
  const found = named === undefined ? await findDeployment(ecs, settings, textOf(facts.startedAt)) : { arn: named };
  if (found === undefined) return pass('no deployment runs', { over: true, judged: false });
  const { arn, sentAt } = found;
  const deployment = await readDeployment(ecs, arn);
  // One that has ended before anybody could look at it is written down all the same, once.
  const isPast = sentAt !== undefined && !isOfRollback(deployment, sentAt);
  const ids = { deployment: arn, release: arn.split('/').at(-1) ?? arn };
  const other = strange(deployment, settings, named !== undefined || isPast);
  if (other !== undefined)
    return pass(`deployment ${arn} is not judged: ${other}`, { over: true, judged: false, ...ids });
  const view = viewOf({ deployment, groups: await readGroups(ecs, deployment) }, settings);
  if (view === undefined) {
    const unknown = { phase: 'preparing', live: '', candidate: '', weight: 0, over: false, judged: true };
    return { ...wait(FIRST_MOMENTS_SECONDS, 'it is not known yet which colour is live'), ...unknown, ...ids };
  }
  const since = textOf(facts.since) ?? now;
  const { live, weight } = view;
  const underWay = !view.over && view.phase !== 'rolling-back';
  const findings = underWay ? await watched(watching, { release: ids.release, live, weight, now }) : {};
  // The preflight has written why it held the release up; ECS knows only that a hook has failed.
  const said = underWay ? undefined : await watching.open?.analyst.whyFailed(ids.release);
  const told = {
    ...view,
    ...(said !== undefined && { reason: said }),
    // Nobody has seen when traffic came back; at its end it was back.
    ...(isPast && { backAt: deployment.finishedAt?.toISOString() }),
  };
  const answer = decide(told, { alarms: [], ...findings, phaseSeconds: secondsBetween(since, now) });
  // Whoever was quicker to end it, the hook or this watcher: what it says is the analysis's.
  return { ...answer, ...ids, ...(said !== undefined && { byAnalysis: true }) };
}

/** The hook at the start of the deployment would refuse it too. */
const WAY_OUT = "deploy with 'measurePreflight' set to false, and give --without-data";

/** Whether a release may be asked for; ECS looks at the alarms itself, and a hook at those that fire before. */
async function preflight(facts: Facts, watching: Watching): Promise<Answer> {
  const live = readColour(facts.live, 'live');
  const blindness = await withoutData(watching, live, readName(facts.now, 'now'), facts.withoutData === true, WAY_OUT);
  return blindness === undefined ? pass('every measure has data') : fail(blindness);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
