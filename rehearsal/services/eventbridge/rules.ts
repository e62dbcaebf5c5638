import type { Target } from '@aws-sdk/client-eventbridge';

/** A rule of the default bus, and its targets. */
export interface RuleRecord {
  readonly name: string;
  readonly arn: string;
  /** Parsed; undefined for a rule with a schedule only. */
  pattern?: unknown;
  patternText?: string;
  schedule?: string;
  state: 'ENABLED' | 'DISABLED';
  description?: string;
  roleArn?: string;
  /** By id. */
  readonly targets: Map<string, Target>;
}

/** An event that a rule sent to a target, as the report tells it. */
export interface SentEvent {
  /** Rehearsal time in milliseconds. */
  readonly at: number;
  readonly rule: string;
  readonly targetArn: string;
  readonly input: unknown;
  /** Targets of this kind are not invoked here. */
  readonly recordedOnly: boolean;
  /** Why it failed; undefined when it did not. */
  error?: string;
}
