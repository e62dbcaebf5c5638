import type { ErrorCode } from '@aws-sdk/client-codedeploy';

/** Why a deployment ends before its time; it decides which rollback event covers it. */
export type Cause = 'failure' | 'alarm' | 'stop' | 'ready-timeout';

/** What ends a deployment early: the status that it gets, and what GetDeployment tells about it. */
export class Interruption extends Error {
  constructor(
    public readonly endedBy: Cause,
    public readonly code: ErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'Interruption';
  }

  /** An alarm, a person and an expired ready wait stop a deployment; everything else fails it (aws-facts 1.4). */
  public get status(): 'Stopped' | 'Failed' {
    return this.endedBy === 'failure' ? 'Failed' : 'Stopped';
  }
}

/** A failure of the deployment's own doing. */
export function failure(code: ErrorCode, message: string): Interruption {
  return new Interruption('failure', code, message);
}

/** The stop of `Cloud` itself: the story ends where it is, and nothing is recorded. */
export class CloudStopped extends Error {}
