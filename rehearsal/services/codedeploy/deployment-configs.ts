import { randomUUID } from 'node:crypto';
import type {
  CreateDeploymentConfigInput,
  DeleteDeploymentConfigInput,
  DeploymentConfigInfo,
  GetDeploymentConfigInput,
  TrafficRoutingConfig,
} from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';

/** What AWS brings for ECS (aws-facts 1.9). */
const PREDEFINED: Record<string, TrafficRoutingConfig> = {
  'CodeDeployDefault.ECSAllAtOnce': { type: 'AllAtOnce' },
  'CodeDeployDefault.ECSLinear10PercentEvery1Minutes': linear(10, 1),
  'CodeDeployDefault.ECSLinear10PercentEvery3Minutes': linear(10, 3),
  'CodeDeployDefault.ECSCanary10Percent5Minutes': canary(10, 5),
  'CodeDeployDefault.ECSCanary10Percent15Minutes': canary(10, 15),
};

/** The config of an automatic rollback. */
export const ALL_AT_ONCE = 'CodeDeployDefault.ECSAllAtOnce';

/** Minutes between the first and the last shift, and percent of one step, as documented for Lambda. */
const MAXIMUM_MINUTES = 2_880;
const MAXIMUM_PERCENT = 99;

/** The deployment configs: AWS's own and the account's. */
export class DeploymentConfigs {
  private readonly configs = new Map<string, DeploymentConfigInfo>();

  constructor(private readonly cloud: Cloud) {
    for (const [name, routing] of Object.entries(PREDEFINED)) this.add(name, routing);
  }

  public create(input: CreateDeploymentConfigInput) {
    const { deploymentConfigName: name = '', trafficRoutingConfig: routing, computePlatform = 'Server' } = input;
    if (!/^[A-Za-z0-9_.+=,@-]{1,100}$/.test(name) || name.startsWith('CodeDeployDefault.'))
      throw new AwsError('InvalidDeploymentConfigNameException', `Invalid deployment configuration name: ${name}`);
    if (this.configs.has(name)) {
      const text = `Deployment configuration name already exists: ${name}`;
      throw new AwsError('DeploymentConfigAlreadyExistsException', text);
    }
    if (computePlatform !== 'ECS') {
      const text = `the local AWS knows deployment configurations for ECS only, got '${computePlatform}'`;
      throw new AwsError('InvalidComputePlatformException', text);
    }
    if (!routing) throw invalid('A traffic routing configuration is required.');
    this.validate(routing);
    return { deploymentConfigId: this.add(name, routing).deploymentConfigId };
  }

  public get(input: GetDeploymentConfigInput) {
    return { deploymentConfigInfo: this.find(input.deploymentConfigName) };
  }

  public list() {
    return { deploymentConfigsList: [...this.configs.keys()] };
  }

  public delete(input: DeleteDeploymentConfigInput) {
    const name = input.deploymentConfigName ?? '';
    if (name in PREDEFINED)
      throw new AwsError('InvalidOperationException', `${name} is a predefined deployment configuration.`);
    this.configs.delete(name);
    return {};
  }

  /** @throws DeploymentConfigDoesNotExistException */
  public find(name = ''): DeploymentConfigInfo & { trafficRoutingConfig: TrafficRoutingConfig } {
    const config = this.configs.get(name);
    if (!config) {
      const text = `No Deployment Configuration found for name: ${name}`;
      throw new AwsError('DeploymentConfigDoesNotExistException', text);
    }
    return { ...config, trafficRoutingConfig: config.trafficRoutingConfig ?? { type: 'AllAtOnce' } };
  }

  private add(name: string, routing: TrafficRoutingConfig): DeploymentConfigInfo {
    const config: DeploymentConfigInfo = {
      deploymentConfigId: randomUUID(),
      deploymentConfigName: name,
      createTime: new Date(this.cloud.clock.now()),
      computePlatform: 'ECS',
      trafficRoutingConfig: routing,
    };
    this.configs.set(name, config);
    return config;
  }

  private validate({ type, timeBasedCanary, timeBasedLinear }: TrafficRoutingConfig): void {
    if (type === 'AllAtOnce') return;
    const percent = type === 'TimeBasedCanary' ? timeBasedCanary?.canaryPercentage : timeBasedLinear?.linearPercentage;
    const minutes = type === 'TimeBasedCanary' ? timeBasedCanary?.canaryInterval : timeBasedLinear?.linearInterval;
    if (percent === undefined || minutes === undefined) throw invalid(`${type} needs a percentage and an interval.`);
    if (percent < 1 || percent > 100 || minutes < 1)
      throw invalid(`Invalid ${type}: ${percent} % every ${minutes} min.`);
    if (this.cloud.switches.is('codedeploy.custom-config-limits', 'none')) return;
    const intervals = type === 'TimeBasedCanary' ? 1 : Math.ceil(100 / percent) - 1;
    if (percent > MAXIMUM_PERCENT)
      throw invalid(`At most ${MAXIMUM_PERCENT} % can be shifted per increment, got ${percent}.`);
    if (minutes * intervals > MAXIMUM_MINUTES)
      throw invalid(
        `At most ${MAXIMUM_MINUTES} minutes between the first and the last shift, got ${minutes * intervals}.`,
      );
  }
}

function invalid(text: string): AwsError {
  return new AwsError('InvalidTrafficRoutingConfigurationException', text);
}

function linear(linearPercentage: number, linearInterval: number): TrafficRoutingConfig {
  return { type: 'TimeBasedLinear', timeBasedLinear: { linearPercentage, linearInterval } };
}

function canary(canaryPercentage: number, canaryInterval: number): TrafficRoutingConfig {
  return { type: 'TimeBasedCanary', timeBasedCanary: { canaryPercentage, canaryInterval } };
}
