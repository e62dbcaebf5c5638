import { Token } from 'aws-cdk-lib';
import { requireName } from '../private/range-checks';
import type { MeasureOptions } from './measure-options';

/** What every measure of a plan has: its name, how much it counts, and the ratio of its own. */
export function roleOf(name: string, { critical = false, muted = false, toleratedRatio }: MeasureOptions) {
  requireName('name', name, 40, /^[\w .%-]+$/);
  if (critical && muted) throw new Error(`measure '${name}' is both 'critical' and 'muted'; keep one of them`);
  requireRatio(`'toleratedRatio' of measure '${name}'`, toleratedRatio);
  return {
    name,
    role: critical ? ('critical' as const) : muted ? ('muted' as const) : ('decides' as const),
    ...(toleratedRatio !== undefined && { toleratedRatio }),
  };
}

/** Fails unless a ratio leaves room for chance. */
export function requireRatio(at: string, ratio: number | undefined): void {
  if (ratio === undefined || Token.isUnresolved(ratio) || (ratio > 1 && ratio <= 100)) return;
  throw new Error(
    `${at} must be above 1 and at most 100, got ${ratio}; 1.2 lets a candidate be a fifth worse than live`,
  );
}
