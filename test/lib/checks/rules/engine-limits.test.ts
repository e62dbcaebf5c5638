import { BUILT_IN, CODE_DEPLOY, type Edit, findingsAfter } from '../findings';

function onGroup(edit: Edit): string[] {
  return findingsAfter(CODE_DEPLOY, 'CodeDeploy::DeploymentGroup', edit);
}

function onService(edit: Edit): string[] {
  return findingsAfter(BUILT_IN, 'ECS::Service', edit);
}

function bakes(minutes: number): string[] {
  return onGroup((properties) => {
    const { TerminateBlueInstancesOnDeploymentSuccess: end } = properties.BlueGreenDeploymentConfiguration;
    end.TerminationWaitTimeInMinutes = minutes;
  });
}

describe('BG017', () => {
  test('CodeDeploy bakes for two days at most', () => {
    expect(bakes(2881)).toEqual(['BG017 the bake lasts 2881 minutes, but may last 2880 minutes']);
    expect(bakes(2880)).toEqual([]);
  });

  test('ECS bakes for one, and a step of it too', () => {
    const found = onService(({ DeploymentConfiguration: configuration }) => {
      configuration.CanaryConfiguration = { CanaryPercent: 5, CanaryBakeTimeInMinutes: 1441 };
    });

    expect(found).toEqual(['BG017 a step lasts 1441 minutes, but may last 1440 minutes']);
  });
});

describe('BG018', () => {
  const times = (strategy: string, more: object, bake: number) =>
    onService(({ DeploymentConfiguration: configuration }) => {
      Object.assign(configuration, { Strategy: strategy, BakeTimeInMinutes: bake, ...more });
    });

  test('a canary and its bake add up to more than 33 hours', () => {
    const canary = { CanaryConfiguration: { CanaryBakeTimeInMinutes: 1440 } };

    expect(times('CANARY', canary, 541)).toEqual(['BG018 steps and bake add up to 1981 minutes, more than 33 hours']);
    expect(times('CANARY', canary, 540)).toEqual([]);
  });

  test('the steps of a linear shift add up too', () => {
    const linear = { LinearConfiguration: { StepPercent: 3, StepBakeTimeInMinutes: 61 } };

    expect(times('LINEAR', linear, 0)).toContain('BG018 steps and bake add up to 2013 minutes, more than 33 hours');
  });
});

describe('BG019', () => {
  test.each([
    ['AWS_LAMBDA', 1441, 'a hook has 1441 minutes, but ECS takes 1440'],
    ['PAUSE', 20_161, 'a pause has 20161 minutes, but ECS takes 20160'],
  ])('ECS: %s', (TargetType, TimeoutInMinutes, message) => {
    const found = onService(({ DeploymentConfiguration: configuration }) => {
      configuration.LifecycleHooks = [{ TargetType, TimeoutConfiguration: { TimeoutInMinutes } }];
    });

    expect(found).toEqual([`BG019 ${message}`]);
  });

  test('ECS: a pause of two weeks is fine', () => {
    const found = onService(({ DeploymentConfiguration: configuration }) => {
      configuration.LifecycleHooks = [{ TargetType: 'PAUSE', TimeoutConfiguration: { TimeoutInMinutes: 20_160 } }];
    });

    expect(found).toEqual([]);
  });

  test('CodeDeploy: an approval of a week', () => {
    const found = onGroup((properties) => {
      const minutes = { ActionOnTimeout: 'STOP_DEPLOYMENT', WaitTimeInMinutes: 10_080 };
      properties.BlueGreenDeploymentConfiguration.DeploymentReadyOption = minutes;
    });

    expect(found).toEqual(['BG019 the approval may take 10080 minutes, but CodeDeploy waits 7200']);
  });
});

describe('BG020', () => {
  const network = (edit: Edit) =>
    findingsAfter(
      CODE_DEPLOY.map((stack) => ({
        ...stack,
        resources: Object.fromEntries(
          Object.entries(structuredClone(stack.resources)).map(([id, one]) => {
            if (one.type.endsWith('::LoadBalancer')) Object.assign(one.properties, { Type: 'network' });
            return [id, one];
          }),
        ),
      })),
      'CodeDeploy::DeploymentGroup',
      edit,
    ).filter((one) => one.startsWith('BG020'));

  test('a canary cannot be on a Network Load Balancer', () => {
    expect(network(() => {})).toEqual(["BG020 traffic of 'Plain/LoadBalancer/Production' cannot move step by step"]);
  });

  test('all at once can', () => {
    const allAtOnce: Edit = (properties) => {
      properties.DeploymentConfigName = 'CodeDeployDefault.ECSAllAtOnce';
    };

    expect(network(allAtOnce)).toEqual([]);
  });
});
