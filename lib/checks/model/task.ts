import type { Task } from './release';
import type { Properties, Resource, Templates } from './templates';
import { numberAt, objectsAt } from './values';

/** The container of a service that gets the traffic; the first one when several do. */
export function taskOf(templates: Templates, service: Resource): Task | undefined {
  const definitions = templates.of('AWS::ECS::TaskDefinition');
  const { TaskDefinition } = service.properties;
  // A service that CodeDeploy releases is given the family only.
  const definition = templates.referredOrNamed(service.stack, TaskDefinition, definitions, 'Family');
  if (!definition) return undefined;
  const [balanced] = objectsAt(service.properties, 'LoadBalancers');
  const container = containersOf(definition).find(({ Name }) => Name === balanced?.ContainerName);
  return { definition, container, port: numberAt(balanced, 'ContainerPort') };
}

/** The containers of a task definition. */
export function containersOf(definition: Resource): Properties[] {
  return objectsAt(definition.properties, 'ContainerDefinitions');
}

/** Whether each task has an address of its own, and so a port that others do not need to share. */
export function isAwsVpc({ definition }: Task): boolean {
  return definition.properties.NetworkMode === 'awsvpc';
}
