import { AwsError } from '../../aws-error';

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Milliseconds between two events of a schedule; undefined for `cron(...)`, which is never due here.
 *
 * @throws ValidationException when it is neither
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html#eb-rate-expressions
 */
export function periodOf(expression: string): number | undefined {
  if (/^cron\(.*\)$/.test(expression)) return undefined;
  const [, count, unit, plural] = /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  const milliseconds = Number(count) * (UNITS[unit ?? ''] ?? Number.NaN);
  // One minute, but two minutes.
  if (Number.isNaN(milliseconds) || (count === '1') !== (plural === '')) {
    throw new AwsError('ValidationException', 'Parameter ScheduleExpression is not valid.');
  }
  return milliseconds;
}
