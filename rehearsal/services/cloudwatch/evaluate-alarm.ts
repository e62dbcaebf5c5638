/** How missing data points count. */
export type MissingDataTreatment = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

/** What of an alarm decides its state. */
export interface AlarmTest {
  /** N: how many data points are looked at. */
  readonly evaluationPeriods: number;
  /** M: how many of them have to breach. */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: MissingDataTreatment;
}

/** One period of the evaluation range: does its data point breach, or is there none? */
export type Period = 'breaching' | 'ok' | 'missing';

/** `keep`: the alarm keeps the state that it has. */
export type AlarmVerdict = 'ALARM' | 'OK' | 'INSUFFICIENT_DATA' | 'keep';

/**
 * The state of an alarm, by CloudWatch's rules (aws-facts 7.1, with both of its tables as test).
 *
 * @param range the periods of the evaluation range, the oldest first; it is longer than N
 */
export function evaluateAlarm(range: readonly Period[], test: AlarmTest): AlarmVerdict {
  const { evaluationPeriods: n, datapointsToAlarm: m, treatMissingData: treatment } = test;
  // Real data points are preferred to fill-ins as long as the range has them.
  const real = range.filter((one) => one !== 'missing').slice(-n);
  const breaching = real.filter((one) => one === 'breaching').length;
  const toFill = n - real.length;
  if (breaching >= m) return 'ALARM';
  if (toFill === 0 || treatment === 'notBreaching') return 'OK';
  if (treatment === 'breaching') return breaching + toFill >= m ? 'ALARM' : 'OK';
  if (treatment === 'missing' && real.length < m && isLongBreaching(range, m)) return 'ALARM';
  if (real.length > breaching) return 'OK';
  // What remains: no data at all, or too few breaching points to say anything yet.
  return real.length === 0 && treatment === 'missing' ? 'INSUFFICIENT_DATA' : 'keep';
}

/**
 * Is the oldest breaching point of the range at least M periods old, and everything after it breaching or missing?
 * Then CloudWatch alarms even though fewer than M points are there; before that it waits for the next point, so that one
 * point in intermittent data is no alarm.
 */
function isLongBreaching(range: readonly Period[], m: number): boolean {
  const oldest = range.indexOf('breaching');
  return oldest >= 0 && range.length - oldest >= m && !range.slice(oldest).includes('ok');
}
