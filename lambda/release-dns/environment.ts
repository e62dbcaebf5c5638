/** What the construct tells the handler. */
export interface Environment {
  /** `Settings` as JSON. */
  readonly SETTINGS: string;
}

/** The two weighted records. */
export interface Settings {
  readonly hostedZone: string;
  /** With the dot at its end. */
  readonly recordName: string;
  readonly recordType: string;
  readonly blue: ColourSettings;
  readonly green: ColourSettings;
  /** Names of the alarms that send a release back. */
  readonly alarms: readonly string[];
  /** The name that users call, sent as the Host header to both targets. */
  readonly hostName: string;
  /** How long the candidate may take to become healthy. */
  readonly healthTimeoutSeconds: number;
}

/** One colour. */
export interface ColourSettings {
  readonly setIdentifier: string;
  /** A Route 53 health check of this target. */
  readonly healthCheck?: string;
  /** An address of this target that answers 2xx or 3xx while it is healthy. */
  readonly probe?: string;
}
