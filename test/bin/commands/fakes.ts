import { CodeDeployReleases } from '../../../bin/aws/code-deploy-releases';
import type { Deployment } from '../../../bin/aws/deployment';
import type { Deployments, Revision } from '../../../bin/aws/deployments';
import type { Service, Traffic } from '../../../bin/commands/ports';
import type { Voice } from '../../../bin/commands/voice';
import type { EcsDescriptor } from '../../../rehearsal/release/descriptor/ecs';
import { events } from '../../fixtures/lifecycle-events';

export const ARN = 'arn:aws:ecs:us-east-1:123456789012:task-definition/orders:';

export const APP_SPEC = appSpec('7');

/** An AppSpec of one revision of the family `orders`. */
export function appSpec(revision: string): string {
  const Properties = {
    TaskDefinition: `${ARN}${revision}`,
    LoadBalancerInfo: { ContainerName: 'web', ContainerPort: 80 },
  };
  return JSON.stringify({ version: '0.0', Resources: [{ TargetService: { Type: 'AWS::ECS::Service', Properties } }] });
}

export function descriptor(path = 'Shop/Orders', more: Partial<EcsDescriptor> = {}): EcsDescriptor {
  return {
    kind: 'ecs',
    path,
    application: 'app',
    deploymentGroup: 'group',
    cluster: 'cluster',
    service: 'orders',
    productionListener: 'arn:listener',
    taskFamily: 'orders',
    appSpec: APP_SPEC,
    ...more,
  };
}

/** An ECS service with these deployments. */
export function service(deployments: Deployments, of = descriptor()): Service {
  return { path: of.path, kind: 'ecs', releases: new CodeDeployReleases(of, deployments) };
}

export function deployment(id: string, more: Partial<Deployment> = {}): Deployment {
  return {
    id,
    application: 'app',
    deploymentGroup: 'group',
    status: 'InProgress',
    rollsBack: true,
    terminationWaitStarted: false,
    events: events('Install'),
    candidate: 'green',
    ...more,
  };
}

export function traffic(more: Partial<Traffic> = {}): Traffic {
  return {
    live: 'blue',
    weights: { blue: 100, green: 0 },
    healthyTargets: { blue: 4, green: 0 },
    version: `${ARN}6`,
    firing: [],
    ...more,
  };
}

/** Deployments that remember what was asked of them. */
export class FakeDeployments implements Deployments {
  /** What was called, e.g. `stop d-1`. */
  public readonly calls: string[] = [];
  public readonly created: Revision[] = [];
  /** Texts by sha256. */
  public readonly appSpecs = new Map<string, string>();
  public nextTraffic: Traffic = traffic();
  /** Called after every look at the traffic: the world goes on. */
  public afterLook: () => void = () => undefined;

  /** @param deployments newest first */
  constructor(public deployments: Deployment[] = []) {}

  public async latest(_service: EcsDescriptor, limit: number): Promise<readonly Deployment[]> {
    return this.deployments.slice(0, limit);
  }

  public async find(id: string): Promise<Deployment> {
    const found = this.deployments.find((one) => one.id === id);
    if (!found) throw new Error(`there is no deployment '${id}'`);
    return found;
  }

  public async traffic(): Promise<Traffic> {
    const now = this.nextTraffic;
    this.afterLook();
    return now;
  }

  public async create(_service: EcsDescriptor, revision: Revision): Promise<string> {
    this.created.push(revision);
    const id = `d-new${this.created.length}`;
    this.deployments = [deployment(id, { sha256: revision.sha256 }), ...this.deployments];
    return id;
  }

  public async promote(id: string): Promise<void> {
    this.calls.push(`promote ${id}`);
  }

  public async finish(id: string): Promise<void> {
    this.calls.push(`finish ${id}`);
  }

  public async stop(id: string): Promise<void> {
    this.calls.push(`stop ${id}`);
  }

  public async appSpecOf(_service: EcsDescriptor, sha256: string): Promise<string> {
    const text = this.appSpecs.get(sha256);
    if (!text) throw new Error(`no revision ${sha256}`);
    return text;
  }

  public async taskDefinition(name: string): Promise<string> {
    return name.startsWith('arn:') ? name : `arn:aws:ecs:us-east-1:123456789012:task-definition/${name}`;
  }
}

/** A voice whose words can be read. */
export function listener(): Voice & { readonly lines: string[] } {
  const lines: string[] = [];
  return { lines, say: (line) => void lines.push(line), progress: (line) => void lines.push(`... ${line}`) };
}

/** Follows without waiting. */
export const WITHOUT_PAUSE = { pause: async () => undefined };
