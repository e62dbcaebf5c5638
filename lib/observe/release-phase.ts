/** What a release has come to, as people are told of it. */
export enum ReleasePhase {
  /** It has started; the candidate comes up. */
  PREPARING = 'preparing',

  /** The candidate is tested on test traffic. CodeDeploy does not tell this of ECS services. */
  TESTING = 'testing',

  /** It waits for a person to promote the candidate. */
  WAITING = 'waiting',

  /** Production traffic begins to move. CodeDeploy does not tell this of ECS services. */
  SHIFTING = 'shifting',

  /** All production traffic is on the candidate, the previous colour is still up. CodeDeploy does not tell this of ECS services. */
  BAKING = 'baking',

  /** The candidate is live, and the release is over. */
  SUCCEEDED = 'succeeded',

  /** Production traffic goes back. The state machine of Auto Scaling groups and DNS names does not tell this: it is back at once. */
  ROLLING_BACK = 'rolling-back',

  /** The previous colour is live, with all production traffic. */
  ROLLED_BACK = 'rolled-back',

  /** It was not allowed to begin; nothing was touched. CodeDeploy does not tell this of ECS services. */
  REFUSED = 'refused',
}
