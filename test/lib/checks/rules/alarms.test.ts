import { BUILT_IN, CODE_DEPLOY, type Edit, findingsAfter } from '../findings';

function onAlarms(edit: Edit): string[] {
  return findingsAfter(CODE_DEPLOY, 'CloudWatch::Alarm', edit);
}

function onGroup(edit: Edit): string[] {
  return findingsAfter(CODE_DEPLOY, 'CodeDeploy::DeploymentGroup', edit);
}

describe('windows', () => {
  test('BG008: six bad minutes are not seen within a step of five', () => {
    const found = onAlarms((properties, logicalId) => {
      if (logicalId.startsWith('Errors0')) Object.assign(properties, { DatapointsToAlarm: 6, EvaluationPeriods: 6 });
    });

    expect(found).toEqual(["BG008 alarm 'Plain/Errors0' needs 6 minutes of bad data, but a step lasts 5 minutes"]);
  });

  test('BG009: nor within a bake of ten when they are 15', () => {
    const found = onAlarms((properties, logicalId) => {
      if (logicalId.startsWith('Errors0')) Object.assign(properties, { Period: 300, DatapointsToAlarm: 3 });
    });

    expect(found).toContain("BG009 alarm 'Plain/Errors0' needs 15 minutes of bad data, but the bake lasts 10 minutes");
  });

  test('BG009: without a bake nothing can fire in it', () => {
    const found = onGroup((properties) => {
      const { TerminateBlueInstancesOnDeploymentSuccess: end } = properties.BlueGreenDeploymentConfiguration;
      end.TerminationWaitTimeInMinutes = 0;
    });

    expect(found.filter((one) => one.startsWith('BG009'))).toHaveLength(2);
  });

  test('all datapoints must be bad when the alarm does not say how many', () => {
    const found = onAlarms((properties) => {
      delete properties.DatapointsToAlarm;
      properties.EvaluationPeriods = 5;
    });

    expect(found).toEqual([]);
  });

  test('metric math has the longest period of its metrics', () => {
    const found = onAlarms((properties) => {
      const { MetricName, Namespace, Dimensions } = properties;
      const metric = (Period: number) => ({ MetricStat: { Metric: { MetricName, Namespace, Dimensions }, Period } });
      for (const name of ['MetricName', 'Namespace', 'Dimensions', 'Period']) delete properties[name];
      properties.Metrics = [metric(60), metric(180), { Expression: 'm1 / m2' }];
    });

    expect(found).toEqual([
      "BG008 alarm 'Plain/Errors0' needs 6 minutes of bad data, but a step lasts 5 minutes",
      "BG008 alarm 'Plain/Errors1' needs 6 minutes of bad data, but a step lasts 5 minutes",
    ]);
  });
});

describe('scope', () => {
  const withoutTargetGroup = ({ Name }: { Name: string }) => Name !== 'TargetGroup';

  test('BG010: the whole load balancer is looked at', () => {
    const found = onAlarms((properties) => {
      properties.Dimensions = properties.Dimensions.filter(withoutTargetGroup);
    });

    expect(found).toEqual([
      "BG010 alarm 'Plain/Errors0' looks at HTTPCode_Target_5XX_Count of the whole load balancer",
      "BG010 alarm 'Plain/Errors1' looks at HTTPCode_Target_5XX_Count of the whole load balancer",
    ]);
  });

  test('BG010: what only the whole load balancer counts is fine', () => {
    const found = onAlarms((properties) => {
      properties.MetricName = 'HTTPCode_ELB_5XX_Count';
      properties.Dimensions = properties.Dimensions.filter(withoutTargetGroup);
    });

    expect(found).toEqual([]);
  });

  test('BG011: nobody watches the other colour', () => {
    const found = onGroup((properties) => {
      properties.AlarmConfiguration.Alarms.length = 1;
    });

    expect(found).toEqual(["BG011 no alarm looks at target group 'Plain/Green'"]);
  });
});

test.each(['missing', 'breaching', 'ignore', undefined])('BG012: missing data is %p', (treatment) => {
  const found = onAlarms((properties, logicalId) => {
    if (logicalId.startsWith('Errors0')) properties.TreatMissingData = treatment;
  });

  expect(found).toEqual([expect.stringMatching(/^BG012 alarm 'Plain\/Errors0' treats missing data /)]);
});

test('BG013: an eleventh alarm', () => {
  const names = (count: number) =>
    onGroup((properties) => {
      const more = Array.from({ length: count - 2 }, (_, index) => ({ Name: `more-${index}` }));
      properties.AlarmConfiguration.Alarms.push(...more);
    });

  expect(names(11)).toEqual(['BG013 CodeDeploy is given 11 alarms']);
  expect(names(10)).toEqual([]);
});

test('BG014: nobody watches at all', () => {
  const found = onGroup((properties) => {
    properties.AlarmConfiguration.Enabled = false;
  });

  expect(found).toEqual(['BG014 nothing looks at the candidate while it gets traffic']);
});

test('BG014: alarms that are in no template count', () => {
  const found = onGroup((properties) => {
    properties.AlarmConfiguration.Alarms = [{ Name: 'of-another-app' }];
  });

  expect(found).toEqual([]);
});

describe('BG015: an alarm stops, and does not send back', () => {
  test('with CodeDeploy', () => {
    const found = onGroup((properties) => {
      properties.AutoRollbackConfiguration.Events = ['DEPLOYMENT_FAILURE'];
    });

    expect(found).toEqual(['BG015 there are alarms, but no rollback when one of them fires']);
  });

  test('with ECS', () => {
    const found = findingsAfter(BUILT_IN, 'ECS::Service', (properties) => {
      properties.DeploymentConfiguration.Alarms.Rollback = false;
    });

    expect(found).toEqual(['BG015 there are alarms, but no rollback when one of them fires']);
  });
});
