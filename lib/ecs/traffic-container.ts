import type { BlueGreenEcsServiceProps } from './blue-green-ecs-service-props';

/** The container that gets the traffic, and its port. */
export interface TrafficContainer {
  readonly containerName: string;
  readonly containerPort: number;
}

/** The container that gets traffic: the one that was named, or the task definition's default. */
export function trafficContainerOf(props: BlueGreenEcsServiceProps): TrafficContainer {
  const { taskDefinition } = props;
  const container =
    props.containerName === undefined
      ? taskDefinition.defaultContainer
      : taskDefinition.findContainer(props.containerName);
  if (!container) {
    throw new Error(
      props.containerName === undefined
        ? `task definition '${taskDefinition.node.path}' has no essential container; add one with a port mapping before the service is made`
        : `'containerName' names no container of task definition '${taskDefinition.node.path}', got '${props.containerName}'; add it before the service is made`,
    );
  }
  const mapped = container.portMappings.map((mapping) => mapping.containerPort);
  const containerPort = props.containerPort ?? mapped[0];
  if (containerPort === undefined || !mapped.includes(containerPort)) {
    throw new Error(
      `container '${container.containerName}' maps ${containerPort === undefined ? 'no port' : `ports ${mapped.join(', ') || 'none'}, not 'containerPort' ${containerPort}`}; add it to its portMappings`,
    );
  }
  return { containerName: container.containerName, containerPort };
}
