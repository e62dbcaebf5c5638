/** How a deployment is sent back, and who carries it out. */
export interface Stopping {
  readonly who: string;
  /** The state's name. */
  readonly state: string;
  readonly resource: string;
  /** `$deployment` is what its controller calls the deployment. */
  readonly arguments: object;
}

/** What the watcher of a service's deployments works on. */
export interface WatchParts {
  readonly stopping: Stopping;
  /** The descriptor's path, for events. */
  readonly path: string;
  readonly table: string;
  readonly lookFunction: string;
  readonly recordSeconds: number;
  /** How long the function may fail while the candidate has traffic, and what then. */
  readonly blind: { readonly seconds: number; readonly action: 'pass' | 'fail' };
}

/** Every write of the watcher's holds only until somebody has written how the release ended. */
export const NOT_ENDED = 'attribute_not_exists(#outcome)';

/** An empty text, as JSONata writes it. */
export const NOTHING = "''";
