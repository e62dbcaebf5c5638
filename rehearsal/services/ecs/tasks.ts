import type { DescribeTasksRequest, ListTasksRequest, StopTaskRequest } from '@aws-sdk/client-ecs';
import { AwsError } from '../../aws-error';
import type { Clusters } from './clusters';
import { describeTask } from './describe';
import { nameOf } from './identifiers';
import type { TaskSets } from './task-sets';

/** The tasks of the services. */
export class Tasks {
  constructor(
    private readonly clusters: Clusters,
    private readonly taskSets: TaskSets,
  ) {}

  public list(input: ListTasksRequest) {
    const desiredStatus = input.desiredStatus ?? 'RUNNING';
    const { family, serviceName, startedBy } = input;
    const found = this.all(input.cluster).filter(
      ({ service, set, task }) =>
        (!serviceName || service.name === nameOf(serviceName)) &&
        (!startedBy || set.id === startedBy) &&
        (!family || task.taskDefinitionArn.includes(`task-definition/${family}:`)) &&
        task.desiredStatus === desiredStatus,
    );
    return { taskArns: found.map(({ task }) => task.arn) };
  }

  public describe(input: DescribeTasksRequest) {
    const all = this.all(input.cluster);
    const wanted = input.tasks ?? [];
    const find = (name: string) => all.find(({ task }) => nameOf(task.arn) === nameOf(name));
    return {
      tasks: wanted.flatMap((name) => {
        const found = find(name);
        return found ? [describeTask(found.service, found.set, found.task)] : [];
      }),
      failures: wanted.filter((name) => !find(name)).map((arn) => ({ arn, reason: 'MISSING' })),
    };
  }

  public stop(input: StopTaskRequest) {
    const found = this.all(input.cluster).find(({ task }) => nameOf(task.arn) === nameOf(input.task ?? ''));
    if (!found) throw new AwsError('InvalidParameterException', 'The referenced task was not found.');
    const { service, set, task } = found;
    this.taskSets.keeperOf(set)?.stopTask(task, input.reason ?? 'Task stopped by user');
    return { task: describeTask(service, set, task) };
  }

  private all(cluster: string | undefined) {
    return [...this.clusters.find(cluster).services.values()].flatMap((service) =>
      service.taskSets.flatMap((set) => set.tasks.map((task) => ({ service, set, task }))),
    );
  }
}
