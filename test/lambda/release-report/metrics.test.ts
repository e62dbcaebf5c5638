import { embeddedMetrics, metricsOf } from '../../../lambda/release-report/metrics';
import { embeddedMetrics as readByCloudWatch } from '../../../rehearsal/services/cloudwatch/embedded-metrics';
import { facts, reportOf, wentBack } from './facts';

describe('the metrics of a release', () => {
  test.each([
    ['a start', facts({ phase: 'preparing' }), { Started: 1 }],
    [
      'a success',
      facts(),
      { Succeeded: 1, RolledBack: 0, ChangeFailure: 0, DurationSeconds: 1200, CutoverSeconds: 300 },
    ],
    [
      'a success whose commit is known',
      facts({ commitTime: '2026-11-26T09:10:00Z' }),
      expect.objectContaining({ LeadSeconds: 3600 }),
    ],
    [
      'a rollback from production traffic',
      wentBack(),
      {
        Succeeded: 0,
        RolledBack: 1,
        ChangeFailure: 1,
        DurationSeconds: 550,
        DetectSeconds: 240,
        RollbackSeconds: 8,
      },
    ],
    [
      'a rollback before production traffic, which was no failure in production',
      wentBack({ shiftedAt: undefined }),
      { Succeeded: 0, RolledBack: 1, ChangeFailure: 0, DurationSeconds: 550 },
    ],
    [
      'a rollback that failed has no end',
      wentBack({ phase: 'failed', backAt: undefined }),
      { Succeeded: 0, RolledBack: 1, ChangeFailure: 1, DurationSeconds: 550, DetectSeconds: 240 },
    ],
    ['a refusal, which has changed nothing', facts({ phase: 'refused' }), {}],
    ['a gate', facts({ phase: 'waiting' }), {}],
  ])('%s', (_what, of, expected) => {
    expect(metricsOf(of, false)).toEqual(expected);
  });

  test('do not count a release twice that goes back after it had succeeded', () => {
    expect(metricsOf(wentBack(), true)).toEqual({
      RolledBack: 1,
      ChangeFailure: 1,
      DetectSeconds: 240,
      RollbackSeconds: 8,
    });
  });

  test('are left out where a time is not known', () => {
    expect(metricsOf(facts({ startedAt: undefined, fullAt: undefined }), false)).toEqual({
      Succeeded: 1,
      RolledBack: 0,
      ChangeFailure: 0,
    });
  });
});

test('the line of the log is what CloudWatch makes metrics of', () => {
  const [written] = readByCloudWatch(embeddedMetrics(reportOf(wentBack()), 1_000));

  expect(written?.Namespace).toBe('CdkBlueGreen');
  expect(
    written?.MetricData?.map(({ MetricName, Unit, Values, Dimensions, Timestamp }) => [
      MetricName,
      Unit,
      Values,
      Dimensions,
      Timestamp?.getTime(),
    ]),
  ).toContainEqual(['RollbackSeconds', 'Seconds', [8], [{ Name: 'Construct', Value: 'Shop/Orders' }], 1_000]);
});
