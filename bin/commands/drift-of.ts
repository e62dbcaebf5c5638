import { shortVersion } from '../views/version';
import type { NotTakenBack } from './not-taken-back';
import { isFinal, type Plan, type Release, type Traffic } from './ports';

/** One difference between what the template says and what is. */
export interface Difference {
  readonly what: 'live colour' | 'weights' | 'version' | 'healthy targets' | 'release' | 'stack';
  /** What the template, or the record of releases, says. */
  readonly said: string;
  readonly is: string;
  /** Whether it is to be so: releases make it. */
  readonly expected: boolean;
  readonly why: string;
}

/** What differs between the template and reality, and which of it nobody has meant to. */
export function driftOf(
  traffic: Traffic,
  release: Release | undefined,
  plan: Pick<Plan, 'version' | 'isLive'>,
  notBack?: NotTakenBack,
): Difference[] {
  const { live, weights, healthyTargets, version } = traffic;
  const running = release && !isFinal(release.phase) ? release : undefined;
  const found: Difference[] = [];
  if (live === 'green') {
    found.push({
      what: 'live colour',
      said: 'blue in a new stack',
      is: 'green',
      expected: true,
      why: 'the colours swap with each release; a stack update writes what is live',
    });
  }
  if (weights[live] !== 100) {
    const shares = `blue ${weights.blue} %, green ${weights.green} %`;
    found.push({
      what: 'weights',
      said: `${live} 100 %`,
      is: shares,
      expected: running !== undefined,
      why: running
        ? `release ${running.id} moves them`
        : `${live} is live but has ${weights[live]} % of production traffic, not 100 %: somebody changed the weights`,
    });
  }
  if (version !== undefined && !plan.isLive) {
    found.push({
      what: 'version',
      said: shortVersion(plan.version),
      is: shortVersion(version),
      expected: true,
      why: running ? 'a release is running' : notLive(release),
    });
  }
  if (healthyTargets?.[live] === 0) {
    found.push({
      what: 'healthy targets',
      said: `some on ${live}`,
      is: 'none',
      expected: false,
      why: `${live} is live and has no healthy target, so there is nothing to go back to`,
    });
  }
  if (release?.halted) {
    found.push({ what: 'release', said: 'goes on', is: 'halted', expected: false, why: release.halted });
  }
  if (notBack) {
    found.push({
      what: 'stack',
      said: 'what was live before the update that failed',
      is: shortVersion(version ?? live),
      expected: false,
      why: `the stack went back and production did not: ${notBack.reason}; bring back what is to be live by ${wayBack(release)}`,
    });
  }
  return found;
}

function notLive(release: Release | undefined): string {
  if (release?.phase !== 'rolled-back' && release?.phase !== 'failed')
    return "deployed and not released yet; 'bluegreen release' does";
  const ended = release.phase === 'rolled-back' ? 'has gone back' : 'has failed';
  return `deployed and not live; the newest release, ${release.id}, ${ended}; 'bluegreen release' tries again`;
}

/** After a release that has not succeeded there is nothing to roll back, but the template has again what is to be live. */
function wayBack(release: Release | undefined): string {
  const canRollBack = release && (!isFinal(release.phase) || release.phase === 'succeeded');
  return canRollBack ? "'bluegreen rollback', or release it" : "'bluegreen release'";
}
