import type { DeploymentInfo, DeploymentStatus, ECSTarget } from '@aws-sdk/client-codedeploy';
import { forPeople } from '../shared/release/description';
import { reasonOf } from '../shared/release/reason';
import type { Colour, Phase, Settings } from './environment';
import type { Facts } from './metrics';

/** What CodeDeploy tells of one release. */
export interface Deployment {
  readonly info: DeploymentInfo;
  readonly target?: ECSTarget;
  /** The deployment that rolls it back, when there is one. */
  readonly rollback?: DeploymentInfo;
}

const ENDED: readonly (DeploymentStatus | undefined)[] = ['Succeeded', 'Failed', 'Stopped'];

/** The phase that a state of EventBridge's events means, when nothing has gone wrong. */
const PHASE_OF_STATE: Readonly<Record<string, Phase>> = {
  START: 'preparing',
  READY: 'waiting',
  SUCCESS: 'succeeded',
};

/**
 * The phase of a release after an event about it or about its rollback; undefined for an event that tells nothing.
 *
 * An event names one deployment, and a rollback is a deployment of its own. `rolling-back` says that its end is still to come.
 */
export function phaseAfter(state: string, isRollback: boolean, { info, rollback }: Deployment): Phase | undefined {
  if (isRollback && state !== 'SUCCESS' && state !== 'FAILURE' && state !== 'STOP') return undefined;
  if (!isRollback && state !== 'FAILURE' && state !== 'STOP') return PHASE_OF_STATE[state];
  if (rollback?.status === 'Succeeded') return 'rolled-back';
  if (ENDED.includes(rollback?.status)) return 'failed';
  // CodeDeploy names the rollback a little after the status has changed.
  return rollback || info.autoRollbackConfiguration?.enabled ? 'rolling-back' : 'failed';
}

/** Two facts of a release that CodeDeploy's answers have under other names. */
export function codeDeployFacts(phase: Phase, { info, target, rollback }: Deployment, settings: Settings): Facts {
  const id = info.deploymentId ?? '';
  const candidate = candidateOf(target, settings);
  const shift = target?.lifecycleEvents?.find((one) => one.lifecycleEventName === 'AllowTraffic');
  const wentBack = phase === 'rolled-back' || phase === 'failed' || phase === 'rolling-back';
  const { description, commitTime } = readDescription(info.description);
  const ended = rollback?.completeTime ?? info.completeTime;
  return {
    construct: settings.construct,
    kind: settings.kind,
    release: id,
    phase,
    live: phase === 'succeeded' ? candidate : other(candidate),
    candidate,
    reason: wentBack ? reasonOf({ error: errorOf(info), events: eventsOf(target) }) : undefined,
    description,
    commitTime,
    startedAt: iso(info.createTime),
    shiftedAt: iso(shift?.startTime),
    fullAt: shift?.status === 'Succeeded' ? iso(shift.endTime) : undefined,
    decidedAt: wentBack ? iso(info.completeTime) : undefined,
    backAt: phase === 'rolled-back' ? iso(rollback?.completeTime) : undefined,
    endedAt: iso(ended),
    links: { console: `${settings.links.console}${id}`, log: settings.links.log },
  };
}

/** CodeDeploy labels the replacement task set Green, whatever its target group is called. Before there is one, it is not known. */
function candidateOf(target: ECSTarget | undefined, { codeDeploy }: Settings): Colour {
  const group = (label: string) => target?.taskSetsInfo?.find((one) => one.taskSetLabel === label)?.targetGroup?.name;
  const blue = codeDeploy?.targetGroups.blue;
  const replacement = group('Green');
  if (replacement !== undefined) return replacement === blue ? 'blue' : 'green';
  return group('Blue') === codeDeploy?.targetGroups.green ? 'blue' : 'green';
}

/** `bluegreen release --commit-time` keeps the time at the end of the description, since a deployment has no other place for it. */
function readDescription(all: string | undefined): { description?: string; commitTime?: string } {
  const text = forPeople(all) ?? '';
  const [, description, commitTime] = /^(.*?)\s*\[committed ([^\]]+)\]$/s.exec(text) ?? [undefined, text, undefined];
  return { description: description || undefined, commitTime };
}

function errorOf({ errorInformation: error }: DeploymentInfo) {
  return error && { code: error.code ?? 'unknown', message: error.message ?? '' };
}

function eventsOf(target: ECSTarget | undefined) {
  return (target?.lifecycleEvents ?? []).map(({ lifecycleEventName: name = '', status = 'Unknown', diagnostics }) => ({
    name,
    status,
    message: diagnostics?.message || undefined,
  }));
}

function other(colour: Colour): Colour {
  return colour === 'blue' ? 'green' : 'blue';
}

function iso(time: Date | undefined): string | undefined {
  return time?.toISOString();
}
