import type { AnalysisEnvironment } from '../shared/analysis/environment';
import type { Settings as Watched } from '../watch-built-in/environment';

/** What the construct tells the handler. */
export interface Environment extends AnalysisEnvironment {
  /** `Settings` as JSON. */
  readonly SETTINGS: string;
}

/** The service whose releases are looked at before they begin; its name is not known to a function that it asks. */
export type Settings = Pick<Watched, 'targetGroups'>;
