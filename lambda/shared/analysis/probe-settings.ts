import type { SmokeStep } from '../../smoke-test/environment';
import type { TargetEnvironment } from '../target-environment';

/** What is sent to the candidate every few seconds while traffic shifts, past production. */
export interface ProbeSettings {
  /** Steps that use no variable. */
  readonly steps: readonly SmokeStep[];
  readonly target: TargetEnvironment;
  /** Where each colour is, when that is not always the same test listener. */
  readonly urls?: { readonly blue: string; readonly green: string };
}
