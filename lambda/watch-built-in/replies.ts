import { type ECSClient, ListServiceDeploymentsCommand } from '@aws-sdk/client-ecs';
import { decodeJson, readName, readObject } from '../shared/checked-json';
import { type Answer, fail, pass, secondsBetween, wait } from '../shared/release/answer';
import { type Facts, type Reply, readColour } from '../shared/release/questions';
import { decide } from '../shared/release/watch';
import { type Watching, watched, withoutData } from '../shared/release/watching';
import type { Environment, Settings } from './environment';
import { readDeployment, readGroups } from './reads';
import { strange, viewOf } from './view';

const FIRST_MOMENTS_SECONDS = 10;

/** The questions of the watcher of a service that ECS itself releases. ECS watches the alarms. */
export function watchReplies(
  environment: Partial<Environment>,
  ecs: ECSClient,
  watching: Watching = {},
): Readonly<Record<string, Reply>> {
  const settings = readObject(decodeJson(environment.SETTINGS ?? '', 'SETTINGS'), 'SETTINGS') as unknown as Settings;
  return {
    look: (facts) => look(facts, settings, ecs, watching),
    preflight: (facts) => preflight(facts, watching),
  };
}

async function look(facts: Facts, settings: Settings, ecs: ECSClient, watching: Watching): Promise<Answer> {
  const now = readName(facts.now, 'now');
  const named = typeof facts.deployment === 'string' && facts.deployment !== '' ? facts.deployment : undefined;
  // Events name deployments otherwise than the API does (aws-facts 8.2), so ECS is asked for the one that runs.
  const arn = named ?? (await newest(ecs, settings));
  if (arn === undefined) return pass('no deployment runs', { over: true, judged: false });
  const deployment = await readDeployment(ecs, arn);
  const ids = { deployment: arn, release: arn.split('/').at(-1) ?? arn };
  const other = strange(deployment, settings, named !== undefined);
  if (other !== undefined)
    return pass(`deployment ${arn} is not judged: ${other}`, { over: true, judged: false, ...ids });
  const view = viewOf({ deployment, groups: await readGroups(ecs, deployment) }, settings);
  if (view === undefined) {
    const unknown = { phase: 'preparing', live: '', candidate: '', weight: 0, over: false, judged: true };
    return { ...wait(FIRST_MOMENTS_SECONDS, 'it is not known yet which colour is live'), ...unknown, ...ids };
  }
  const since = typeof facts.since === 'string' && facts.since !== '' ? facts.since : now;
  const { live, weight } = view;
  const underWay = !view.over && view.phase !== 'rolling-back';
  const findings = underWay ? await watched(watching, { release: ids.release, live, weight, now }) : {};
  // The preflight has written why it held the release up; ECS knows only that a hook has failed.
  const said = underWay ? undefined : await watching.open?.analyst.whyFailed(ids.release);
  const told = said === undefined ? view : { ...view, reason: said };
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

/** The deployment that was made last, of those that have not ended. */
async function newest(ecs: ECSClient, { cluster, service }: Settings): Promise<string | undefined> {
  const { serviceDeployments = [] } = await ecs.send(
    new ListServiceDeploymentsCommand({
      cluster,
      service,
      status: ['PENDING', 'IN_PROGRESS', 'STOP_REQUESTED', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'],
    }),
  );
  const time = ({ createdAt }: { readonly createdAt?: Date }) => createdAt?.getTime() ?? 0;
  return [...serviceDeployments].sort((a, b) => time(b) - time(a))[0]?.serviceDeploymentArn;
}
