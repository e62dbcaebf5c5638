import {
  type AlarmTest,
  type AlarmVerdict,
  evaluateAlarm,
  type MissingDataTreatment,
  type Period,
} from '../../../../rehearsal/services/cloudwatch/evaluate-alarm';

const PERIODS: Record<string, Period> = { '0': 'ok', X: 'breaching', '-': 'missing' };
const TREATMENTS: MissingDataTreatment[] = ['missing', 'ignore', 'breaching', 'notBreaching'];

function range(text: string): Period[] {
  return text.split(' ').map((one) => PERIODS[one]);
}

function verdicts(text: string, test: Omit<AlarmTest, 'treatMissingData'>): AlarmVerdict[] {
  return TREATMENTS.map((treatMissingData) => evaluateAlarm(range(text), { ...test, treatMissingData }));
}

describe("AWS's table of 3 out of 3 data points, evaluation range 5", () => {
  test.each<[string, AlarmVerdict, AlarmVerdict, AlarmVerdict, AlarmVerdict]>([
    // newest right; missing, ignore, breaching, notBreaching
    ['0 - X - X', 'OK', 'OK', 'OK', 'OK'],
    ['0 - - - -', 'OK', 'OK', 'OK', 'OK'],
    ['- - - - -', 'INSUFFICIENT_DATA', 'keep', 'ALARM', 'OK'],
    ['0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['- - X - -', 'ALARM', 'keep', 'ALARM', 'OK'],
  ])('%s', (text, ...expected) => {
    expect(verdicts(text, { evaluationPeriods: 3, datapointsToAlarm: 3 })).toEqual(expected);
  });
});

describe("AWS's table of 2 out of 3 data points, evaluation range 5", () => {
  test.each<[string, AlarmVerdict, AlarmVerdict, AlarmVerdict, AlarmVerdict]>([
    ['0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
    ['- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
    ['- - - X -', 'ALARM', 'keep', 'ALARM', 'OK'],
  ])('%s', (text, ...expected) => {
    expect(verdicts(text, { evaluationPeriods: 3, datapointsToAlarm: 2 })).toEqual(expected);
  });
});

describe('premature alarms', () => {
  const test3of3: AlarmTest = { evaluationPeriods: 3, datapointsToAlarm: 3, treatMissingData: 'missing' };

  test.each(['- - - - X', '- - - X -'])('%s is no alarm yet: the next point may be good', (text) => {
    expect(evaluateAlarm(range(text), test3of3)).toBe('keep');
  });

  test('- - X - - is one: the breach is as old as the data points it takes', () => {
    expect(evaluateAlarm(range('- - X - -'), test3of3)).toBe('ALARM');
  });

  test.each(['X 0 - - -', '- - X 0 -'])('%s is none: something good came after the breach', (text) => {
    expect(evaluateAlarm(range(text), test3of3)).toBe('OK');
  });
});

describe('order of preference', () => {
  test('real points that are older are preferred to fill-ins', () => {
    const test: AlarmTest = { evaluationPeriods: 1, datapointsToAlarm: 1, treatMissingData: 'notBreaching' };

    expect(evaluateAlarm(range('X - - - -'), test)).toBe('ALARM');
  });

  test('only the newest N real points count', () => {
    const test: AlarmTest = { evaluationPeriods: 2, datapointsToAlarm: 2, treatMissingData: 'notBreaching' };

    expect(evaluateAlarm(range('X X 0 X -'), test)).toBe('OK');
  });
});
