import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import {
  type CodeDeployClient,
  type DeploymentInfo,
  type ECSTarget,
  GetDeploymentCommand,
  GetDeploymentTargetCommand,
} from '@aws-sdk/client-codedeploy';
import { readName } from '../shared/checked-json';
import { readOwnSettings } from '../shared/own-settings';
import { type AlarmState, readAlarms } from '../shared/release/alarms';
import { type Answer, fail, pass, secondsBetween, wait } from '../shared/release/answer';
import { firing } from '../shared/release/judge';
import { type Facts, type Reply, readColour } from '../shared/release/questions';
import { decide } from '../shared/release/watch';
import { type Watching, watched, withoutData } from '../shared/release/watching';
import type { Environment, Settings } from './environment';
import { strange, type Told, viewOf } from './view';

/** What the questions are answered by. */
export interface Clients {
  readonly codeDeploy: CodeDeployClient;
  readonly cloudWatch: CloudWatchClient;
}

const NO_TARGET_YET = new Set(['DeploymentNotStartedException', 'DeploymentTargetDoesNotExistException']);
const FIRST_MOMENTS_SECONDS = 10;

/** The questions of the watcher of an ECS service that CodeDeploy releases. */
export function watchReplies(
  environment: Partial<Environment>,
  clients: Clients,
  watching: Watching = {},
): Readonly<Record<string, Reply>> {
  const settings = readOwnSettings<Settings>(environment.SETTINGS);
  return {
    look: (facts) => look(facts, settings, clients, watching),
    preflight: (facts) => preflight(facts, settings, clients, watching),
  };
}

async function look(facts: Facts, settings: Settings, clients: Clients, watching: Watching): Promise<Answer> {
  const deployment = readName(facts.deployment, 'deployment');
  const now = readName(facts.now, 'now');
  const told = await read(clients.codeDeploy, deployment, settings);
  const other = strange(told.info, settings);
  if (other !== undefined)
    return pass(`deployment ${deployment} is not judged: ${other}`, { over: true, judged: false });
  const view = viewOf(told, settings, Date.parse(now));
  if (view === undefined) {
    const unknown = { phase: 'preparing', live: '', candidate: '', weight: 0, over: false, judged: true };
    return { ...wait(FIRST_MOMENTS_SECONDS, 'it is not known yet which colour is live'), ...unknown };
  }
  const since = typeof facts.since === 'string' && facts.since !== '' ? facts.since : now;
  const { live, weight } = view;
  const underWay = !view.over && view.phase !== 'rolling-back';
  const [alarms, findings] = underWay
    ? await Promise.all([
        weight === 0 ? alarmsOf(clients.cloudWatch, settings) : [],
        watched(watching, { release: deployment, live, weight, now, shiftedAt: view.shiftedAt }),
      ])
    : [[], {}];
  return {
    ...decide(view, { alarms, ...findings, phaseSeconds: secondsBetween(since, now) }),
    description: told.info.description ?? '-',
  };
}

/** Whether a release may be asked for. */
async function preflight(facts: Facts, settings: Settings, clients: Clients, watching: Watching): Promise<Answer> {
  const live = readColour(facts.live, 'live');
  const alarm = firing(await readAlarms(clients.cloudWatch, settings.alarms));
  const blindness = await withoutData(watching, live, readName(facts.now, 'now'), facts.withoutData === true);
  const reason = alarm ?? blindness;
  return reason === undefined ? pass('the alarms are quiet, and every measure has data') : fail(reason);
}

async function read(client: CodeDeployClient, deploymentId: string, settings: Settings): Promise<Told> {
  const get = async (id: string): Promise<DeploymentInfo> => {
    const { deploymentInfo } = await client.send(new GetDeploymentCommand({ deploymentId: id }));
    if (!deploymentInfo) throw new Error(`there is no deployment '${id}'`);
    return deploymentInfo;
  };
  const [info, target] = await Promise.all([get(deploymentId), tryReadTarget(client, deploymentId, settings)]);
  const rollbackId = info.rollbackInfo?.rollbackDeploymentId;
  return { info, target, rollback: rollbackId ? await get(rollbackId) : undefined };
}

/** An ECS deployment has one target, `cluster:service`, and none in its first moments. */
async function tryReadTarget(
  client: CodeDeployClient,
  deploymentId: string,
  { cluster, service }: Settings,
): Promise<ECSTarget | undefined> {
  try {
    const targetId = `${cluster}:${service}`;
    const { deploymentTarget } = await client.send(new GetDeploymentTargetCommand({ deploymentId, targetId }));
    return deploymentTarget?.ecsTarget;
  } catch (error) {
    if (error instanceof Error && NO_TARGET_YET.has(error.name)) return undefined;
    throw error;
  }
}

/** CodeDeploy watches the alarms itself, so one that cannot be read here is no reason to do anything. */
async function alarmsOf(client: CloudWatchClient, { alarms }: Settings): Promise<AlarmState[]> {
  return readAlarms(client, alarms).catch(() => []);
}
