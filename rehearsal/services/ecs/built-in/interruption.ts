/** What ends the way forward of a deployment. */
export class Interruption extends Error {
  /**
   * @param endedBy `replaced`: another update of the service takes its place
   * @param rollsBack whether ECS gives traffic back to the source revision by itself
   */
  constructor(
    public readonly endedBy: 'hook' | 'alarm' | 'stop' | 'circuit-breaker' | 'time-out' | 'network' | 'replaced',
    message: string,
    public readonly rollsBack = true,
  ) {
    super(message);
    this.name = 'Interruption';
  }
}

/** The local AWS stops: the story ends where it is, and nothing is recorded. */
export class CloudStopped extends Error {}
