import { randomUUID } from 'node:crypto';
import type {
  CreateDeploymentConfigInput,
  DeploymentConfigInfo,
  MinimumHealthyHosts,
} from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../aws-error';
import type { Cloud } from '../../../cloud';

/** What AWS brings for servers (aws-facts 3); half of them must stay, rounded up, as half are begun, rounded down. */
const PREDEFINED: Readonly<Record<string, MinimumHealthyHosts>> = {
  'CodeDeployDefault.AllAtOnce': { type: 'HOST_COUNT', value: 0 },
  'CodeDeployDefault.HalfAtATime': { type: 'FLEET_PERCENT', value: 50 },
  // a type that GetDeploymentConfig answers, though the SDK's own types do not have it
  'CodeDeployDefault.OneAtATime': { type: 'MOST_CONCURRENCY' as string as MinimumHealthyHosts['type'], value: 1 },
};

/** The deployment configs for servers. */
export class ServerConfigs {
  private readonly configs = new Map<string, DeploymentConfigInfo>();

  constructor(private readonly cloud: Cloud) {
    for (const [name, hosts] of Object.entries(PREDEFINED)) this.add(name, hosts);
  }

  public create(input: CreateDeploymentConfigInput) {
    const { deploymentConfigName: name = '', minimumHealthyHosts: hosts } = input;
    if (!/^[A-Za-z0-9_.+=,@-]{1,100}$/.test(name) || name.startsWith('CodeDeployDefault.'))
      throw new AwsError('InvalidDeploymentConfigNameException', `Invalid deployment configuration name: ${name}`);
    if (this.configs.has(name)) {
      const text = `Deployment configuration name already exists: ${name}`;
      throw new AwsError('DeploymentConfigAlreadyExistsException', text);
    }
    const { type, value = -1 } = hosts ?? {};
    const isValid = (type === 'HOST_COUNT' && value >= 0) || (type === 'FLEET_PERCENT' && value >= 0 && value <= 100);
    if (!hosts || !isValid) {
      const text = `Invalid minimum healthy hosts: ${type} ${value}.`;
      throw new AwsError('InvalidMinimumHealthyHostValueException', text);
    }
    return { deploymentConfigId: this.add(name, hosts).deploymentConfigId };
  }

  public get names(): string[] {
    return [...this.configs.keys()];
  }

  public has(name: string | undefined): boolean {
    return this.configs.has(name ?? '');
  }

  public delete(name: string): void {
    if (name in PREDEFINED)
      throw new AwsError('InvalidOperationException', `${name} is a predefined deployment configuration.`);
    this.configs.delete(name);
  }

  /** @throws DeploymentConfigDoesNotExistException */
  public find(name: string | undefined): DeploymentConfigInfo {
    const found = this.configs.get(name ?? '');
    if (found) return found;
    const text = `No Deployment Configuration found for name: ${name}`;
    throw new AwsError('DeploymentConfigDoesNotExistException', text);
  }

  private add(deploymentConfigName: string, minimumHealthyHosts: MinimumHealthyHosts): DeploymentConfigInfo {
    const createTime = new Date(this.cloud.clock.now());
    const config: DeploymentConfigInfo = {
      ...{ deploymentConfigId: randomUUID(), deploymentConfigName, createTime },
      ...{ computePlatform: 'Server' as const, minimumHealthyHosts },
    };
    this.configs.set(deploymentConfigName, config);
    return config;
  }
}
