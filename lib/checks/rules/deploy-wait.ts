import type { Check } from '../check';
import type { Release } from '../model/release';
import type { Properties, Resource, Templates } from '../model/templates';
import { at, numberAt, shownSeconds, textAt } from '../model/values';

const MINUTE = 60;

export const deployWait: Check = {
  id: 'BG035',
  level: 'warning',
  title: 'a gate or a shift that may take longer than the stack waits',
  reason:
    'If production traffic has not shifted when the wait of a deploy is over, the release is sent back and the update fails, although nothing was wrong with the candidate.',
  wayOut:
    "shorten the approval or the shift, lengthen 'within' (58 minutes at most), or let the deploy wait for nothing: ReleaseOnDeploy.start()",
  find: ({ templates, releases }) =>
    releases.flatMap((release) => {
      const properties = stackRelease(templates, release)?.properties;
      const within = numberAt(properties, 'WithinSeconds');
      if (within === undefined || textAt(properties, 'WaitsFor') === 'start') return [];
      const gate = gateSeconds(release);
      const shift = (release.stepSeconds ?? []).reduce((sum, one) => sum + one, 0);
      if (gate + shift <= within) return [];
      const parts = [
        gate > 0 ? `the gate may take ${shownSeconds(gate)}` : '',
        `the shift takes ${shownSeconds(shift)}`,
      ];
      const message = `${parts.filter(Boolean).join(' and ')}, but the stack waits for ${shownSeconds(within)}`;
      return [{ resource: release.resource, message }];
    }),
};

/** The custom resource that releases with the stack, by what it names. */
function stackRelease(templates: Templates, { resource, descriptor }: Release): Resource | undefined {
  return templates.of('Custom::BlueGreenRelease').find(({ stack, properties }) => {
    const target = at(properties, 'Target') as Properties | undefined;
    if (stack !== resource.stack) return false;
    const [named, ours] = [at(target, 'Table') ?? at(target, 'DeploymentGroup'), nameOf(resource, descriptor)];
    return named !== undefined && JSON.stringify(named) === JSON.stringify(ours);
  });
}

function nameOf({ properties }: Resource, descriptor: Properties | undefined): unknown {
  return at(properties, 'DeploymentGroupName') ?? at(descriptor, 'table');
}

function gateSeconds({ engine, resource, descriptor }: Release): number {
  if (engine === 'machine') return numberAt(descriptor, 'approvalSeconds') ?? 0;
  const ready = at(resource.properties, 'BlueGreenDeploymentConfiguration', 'DeploymentReadyOption');
  return (numberAt(ready, 'WaitTimeInMinutes') ?? 0) * MINUTE;
}
