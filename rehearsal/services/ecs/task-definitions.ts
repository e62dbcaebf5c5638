import type {
  DeregisterTaskDefinitionRequest,
  DescribeTaskDefinitionRequest,
  ListTaskDefinitionsRequest,
  RegisterTaskDefinitionRequest,
  Tag,
  TaskDefinition,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';

/** The task definitions of the account: families with numbered revisions. */
export class TaskDefinitions {
  private readonly families = new Map<string, { readonly definition: TaskDefinition; readonly tags: Tag[] }[]>();

  constructor(private readonly cloud: Cloud) {}

  public register(input: RegisterTaskDefinitionRequest) {
    const family = input.family ?? '';
    if (!/^[A-Za-z0-9_-]{1,255}$/.test(family)) throw new AwsError('ClientException', 'Invalid family name.');
    if (!input.containerDefinitions?.length) throw new AwsError('ClientException', 'Container list cannot be empty.');
    const revisions = this.families.get(family) ?? [];
    const revision = revisions.length + 1;
    const { tags = [], ...rest } = input;
    const definition: TaskDefinition = {
      ...rest,
      family,
      revision,
      taskDefinitionArn: this.cloud.arn('ecs', `task-definition/${family}:${revision}`),
      networkMode: input.networkMode ?? 'bridge',
      compatibilities: input.requiresCompatibilities ?? ['EC2'],
      status: 'ACTIVE',
      volumes: input.volumes ?? [],
      placementConstraints: input.placementConstraints ?? [],
      registeredAt: new Date(this.cloud.clock.now()),
    };
    revisions.push({ definition, tags });
    this.families.set(family, revisions);
    return { taskDefinition: definition, tags };
  }

  public describe(input: DescribeTaskDefinitionRequest) {
    const { definition, tags } = this.find(input.taskDefinition);
    return { taskDefinition: definition, ...(input.include?.includes('TAGS') ? { tags } : {}) };
  }

  public list(input: ListTaskDefinitionsRequest) {
    const status = input.status ?? 'ACTIVE';
    const arns = [...this.families]
      .filter(([family]) => !input.familyPrefix || family === input.familyPrefix)
      .flatMap(([, revisions]) => revisions)
      .filter(({ definition }) => definition.status === status)
      .map(({ definition }) => definition.taskDefinitionArn ?? '');
    return { taskDefinitionArns: input.sort === 'DESC' ? arns.reverse() : arns };
  }

  public deregister(input: DeregisterTaskDefinitionRequest) {
    const { definition } = this.find(input.taskDefinition);
    definition.status = 'INACTIVE';
    definition.deregisteredAt = new Date(this.cloud.clock.now());
    return { taskDefinition: definition };
  }

  /** The task definition that a family (its newest active revision), `family:revision` or an ARN names. */
  public get(name: string | undefined): TaskDefinition & { taskDefinitionArn: string } {
    const { definition } = this.find(name);
    return { ...definition, taskDefinitionArn: definition.taskDefinitionArn ?? '' };
  }

  public tagsOf(arn: string): Tag[] | undefined {
    return [...this.families.values()].flat().find((one) => one.definition.taskDefinitionArn === arn)?.tags;
  }

  private find(name = '') {
    const [family = '', revision] = (name.split('task-definition/').at(-1) ?? '').split(':');
    const revisions = this.families.get(family) ?? [];
    const found = revision
      ? revisions[Number(revision) - 1]
      : revisions.findLast(({ definition }) => definition.status === 'ACTIVE');
    if (!found) throw new AwsError('ClientException', 'Unable to describe task definition.');
    return found;
  }
}
