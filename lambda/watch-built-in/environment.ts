import type { AnalysisEnvironment } from '../shared/analysis/environment';

/** What the construct tells the handler. */
export interface Environment extends AnalysisEnvironment {
  /** `Settings` as JSON. */
  readonly SETTINGS: string;
}

/** The service whose deployments by ECS itself are watched. */
export interface Settings {
  readonly cluster: string;
  readonly service: string;
  /** ARNs of the two target groups. */
  readonly targetGroups: { readonly blue: string; readonly green: string };
}
