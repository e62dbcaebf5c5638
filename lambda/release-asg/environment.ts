/** What the construct tells the handler. */
export interface Environment {
  /** `Settings` as JSON. */
  readonly SETTINGS: string;
}

/** The two Auto Scaling groups, and the limits that a release keeps. */
export interface Settings {
  readonly listener: string;
  /** The rule of that listener, when the service has only a rule. */
  readonly rule?: string;
  readonly blue: ColourSettings;
  readonly green: ColourSettings;
  /** Names of the alarms that send a release back. */
  readonly alarms: readonly string[];
  readonly minCapacity: number;
  readonly maxCapacity: number;
  /** Instances that the candidate has at least before it takes production traffic. */
  readonly desiredCapacity: number;
  /** Instances that the candidate is tested on; as many as live has without. */
  readonly previewCapacity?: number;
  /** Percent of a group's instances that must be healthy before it gains weight. */
  readonly minimumHealthyPercent: number;
  /** How long the candidate may take to become healthy. */
  readonly healthTimeoutSeconds: number;
}

/** One colour. */
export interface ColourSettings {
  readonly group: string;
  readonly targetGroup: string;
  /** Present of a group that served before: a release changes nothing of it. */
  readonly isExisting?: boolean;
}
