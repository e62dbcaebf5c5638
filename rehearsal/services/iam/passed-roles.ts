/** A role that a call hands to a service; the caller needs `iam:PassRole` on it. */
export interface PassedRole {
  readonly roleArn: string;
  /** The service that will use it, for `iam:PassedToService`. */
  readonly service: string;
}

/** Where the operations of the local AWS take roles: by the input's property, the service that gets the role. */
const PASSING: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'ecs:RegisterTaskDefinition': { taskRoleArn: 'ecs-tasks.amazonaws.com', executionRoleArn: 'ecs-tasks.amazonaws.com' },
  'ecs:CreateService': { role: 'ecs.amazonaws.com' },
  'codedeploy:CreateDeploymentGroup': { serviceRoleArn: 'codedeploy.amazonaws.com' },
  'codedeploy:UpdateDeploymentGroup': { serviceRoleArn: 'codedeploy.amazonaws.com' },
  'lambda:CreateFunction': { Role: 'lambda.amazonaws.com' },
  'lambda:UpdateFunctionConfiguration': { Role: 'lambda.amazonaws.com' },
  'states:CreateStateMachine': { roleArn: 'states.amazonaws.com' },
  'states:UpdateStateMachine': { roleArn: 'states.amazonaws.com' },
  'cloudformation:CreateStack': { RoleARN: 'cloudformation.amazonaws.com' },
  'cloudformation:UpdateStack': { RoleARN: 'cloudformation.amazonaws.com' },
  'cloudformation:DeleteStack': { RoleARN: 'cloudformation.amazonaws.com' },
  'cloudformation:CreateChangeSet': { RoleARN: 'cloudformation.amazonaws.com' },
};

/** The roles that a call passes on. (ECS does not check PassRole for CreateTaskSet: the task definition has it behind it.) */
export function passedRoles(action: string, input: unknown): PassedRole[] {
  if (action === 'events:PutTargets') return rolesOfTargets(input);
  return Object.entries(PASSING[action] ?? {}).flatMap(([property, service]) => {
    const roleArn = (input as Readonly<Record<string, unknown>> | undefined)?.[property];
    return typeof roleArn === 'string' && roleArn !== '' ? [{ roleArn, service }] : [];
  });
}

/** EventBridge acts by a role that each target names. */
function rolesOfTargets(input: unknown): PassedRole[] {
  const { Targets = [] } = (input ?? {}) as { readonly Targets?: readonly { readonly RoleArn?: string }[] };
  return Targets.flatMap(({ RoleArn }) => (RoleArn ? [{ roleArn: RoleArn, service: 'events.amazonaws.com' }] : []));
}
