import type { AnalysisEnvironment } from '../shared/analysis/environment';

/** What the construct tells the handler. */
export interface Environment extends AnalysisEnvironment {
  /** `Settings` as JSON. */
  readonly SETTINGS: string;
}

/** The service whose deployments are watched. */
export interface Settings {
  readonly application: string;
  readonly deploymentGroup: string;
  readonly cluster: string;
  readonly service: string;
  /** Names of the two target groups. */
  readonly targetGroups: { readonly blue: string; readonly green: string };
  /** Names of the alarms that send a release back. */
  readonly alarms: readonly string[];
}
