import type { RegisterTaskDefinitionCommandInput, TaskDefinition } from '@aws-sdk/client-ecs';

/** The candidate's task definition: the next revision of what is live. Only what RegisterTaskDefinition takes is carried over. */
export function nextRevisionOf(live: TaskDefinition): RegisterTaskDefinitionCommandInput {
  const {
    taskDefinitionArn,
    revision,
    status,
    requiresAttributes,
    compatibilities,
    registeredAt,
    registeredBy,
    deregisteredAt,
    ...kept
  } = live;
  return { ...kept, family: live.family, containerDefinitions: live.containerDefinitions };
}

/** The AppSpec text with another task definition. */
export function withTaskDefinition(appSpec: string, taskDefinitionArn: string): string {
  const parsed = JSON.parse(appSpec);
  const [resource] = parsed.Resources;
  const [name] = Object.keys(resource);
  const target = resource[name];
  return JSON.stringify({
    ...parsed,
    Resources: [{ [name]: { ...target, Properties: { ...target.Properties, TaskDefinition: taskDefinitionArn } } }],
  });
}
