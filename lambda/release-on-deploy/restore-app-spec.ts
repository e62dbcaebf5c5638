import type { DeploymentTarget } from './environment';

/** The family of a service's task definitions stays the same; should it not, nothing is known of the one before. */
export function revisionOf(live = '', { TaskDefinition }: DeploymentTarget): string | undefined {
  const family = (arn: string) => arn.replace(/:\d+$/, '');
  return family(live) === family(TaskDefinition) ? live.split(':').at(-1) : undefined;
}

/** The AppSpec of the way back: the version that was live, and no hook but this function, which hears that traffic has shifted. */
export function renderRestore({ AppSpec, TaskDefinition, Hook }: DeploymentTarget, before: string | undefined): string {
  const { Hooks: _left, ...appSpec } = JSON.parse(AppSpec);
  const { TargetService: service } = appSpec.Resources[0];
  const wanted = before === undefined ? TaskDefinition : TaskDefinition.replace(/\d+$/, before);
  const Properties = { ...service.Properties, TaskDefinition: wanted };
  return JSON.stringify({
    ...appSpec,
    Resources: [{ TargetService: { ...service, Properties } }],
    Hooks: [{ AfterAllowTraffic: Hook }],
  });
}
