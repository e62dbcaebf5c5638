import { errorsAlarm, localCloudWatch } from './setting';

describe('PutMetricAlarm refuses', () => {
  test.each([
    [
      'more data points than periods',
      { DatapointsToAlarm: 2 },
      'DatapointsToAlarm must be between 1 and EvaluationPeriods (1), got 2',
    ],
    ['a period that is none', { Period: 45 }, 'Period must be 10, 20, 30 or a multiple of 60, got 45'],
    [
      'more than a day',
      { Period: 60, EvaluationPeriods: 1441 },
      'EvaluationPeriods x Period must not exceed 86400 seconds, got 1441 x 60',
    ],
    [
      'a treatment that is none',
      { TreatMissingData: 'maybe' },
      "TreatMissingData must be one of missing, ignore, breaching, notBreaching, got 'maybe'",
    ],
    ['two statistics', { ExtendedStatistic: 'p99' }, 'Exactly one of Statistic and ExtendedStatistic must be given'],
    ['no threshold', { Threshold: undefined }, 'The parameter Threshold or ThresholdMetricId is required'],
  ])('%s', async (_, wrong, message) => {
    await expect(localCloudWatch().client.PutMetricAlarm(errorsAlarm(wrong))).rejects.toThrow(message);
  });
});
