import type { Construct } from 'constructs';
import { ReleasePhase } from '../observe/release-phase';
import type { ObservedRelease } from '../observe/released';
import { EVENT_DETAIL_TYPE, EVENT_SOURCE } from './announce';
import { releasePath } from './release-descriptor';
import type { ReleaseMachine } from './release-machine';

/** What can be seen of the releases that a state machine carries out. */
export function observeMachine(owner: Construct, machine: ReleaseMachine): Omit<ObservedRelease, 'kind'> {
  const path = releasePath(owner);
  return {
    path,
    table: machine.table,
    recordRetention: machine.recordRetention,
    console: machine.console,
    approvalLinks: machine.approvalLinks,
    logGroupName: machine.logGroup.logGroupName,
    events: { source: [EVENT_SOURCE], detailType: [EVENT_DETAIL_TYPE], detail: { construct: [path] } },
    untold: [ReleasePhase.ROLLING_BACK],
  };
}
