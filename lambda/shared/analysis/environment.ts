/** What the construct tells a function that looks, beside its own settings. */
export interface AnalysisEnvironment {
  /** `AnalysisSettings` as JSON. Without it nothing is analysed. */
  readonly ANALYSIS?: string;
  /** `ProbeSettings` as JSON. Without it nothing is probed. */
  readonly PROBE?: string;
}
