import { VirtualClock } from '../../../../rehearsal/clock';
import { Cloud } from '../../../../rehearsal/cloud';
import { rootOf } from '../../../../rehearsal/principal';
import type { Operations } from '../../../../rehearsal/service';
import { CLOUDFORMATION_SWITCHES, CloudFormation } from '../../../../rehearsal/services/cloudformation/cloudformation';
import { type Properties, type Providers, provider } from '../../../../rehearsal/services/cloudformation/provider';
import { Switches } from '../../../../rehearsal/switches';

/** What providers were asked for, in order: `create A {"Size":1}`. */
export type Done = string[];

/** Things that can be made, changed (`Size`), replaced (`Name`) and told to fail (`Fail`). */
export function things(done: Done): Providers {
  let made = 0;
  return {
    'Test::Thing': provider<Properties>({
      replaceOn: ['Name'],
      create: (properties, context) => {
        done.push(`create ${context.logicalId} ${JSON.stringify(properties)}`);
        if (properties.Fail === 'create') throw new Error('no room');
        return { physicalId: `${context.logicalId}-${++made}`, attributes: { Arn: `arn:${context.logicalId}` } };
      },
      update: async (properties, _old, _existing, context) => {
        done.push(`update ${context.logicalId} ${JSON.stringify(properties)}`);
        if (properties.Fail === 'update') throw new Error('not this way');
        return undefined;
      },
      find: async ({ Id }, context) => {
        done.push(`find ${context.logicalId} ${Id}`);
        if (Id === 'nowhere') throw new Error('no such thing');
        return { physicalId: String(Id), attributes: { Arn: `arn:${Id}` } };
      },
      delete: async (existing, properties) => {
        done.push(`delete ${existing.physicalId}`);
        if (properties.Fail === 'delete') throw new Error('still in use');
      },
    }),
  };
}

/** A local CloudFormation in virtual time. */
export function localStacks(
  providers?: Providers,
  objects: Record<string, string> = {},
  switches: Record<string, string> = {},
  lastEventsOnly = false,
) {
  const clock = new VirtualClock();
  const cloud = new Cloud({ clock, switches: new Switches(CLOUDFORMATION_SWITCHES, switches) });
  const service = cloud.add(
    new CloudFormation(cloud, { readObject: (url) => objects[url] ?? '', providers, lastEventsOnly }),
  );
  const client = cloud.client(service, rootOf(cloud.account));
  const settled = (name: string) => clock.run(service.settled(name));
  return { clock, cloud, service, client, settled };
}

/** A service whose operations answer what is given here, and write down what they were asked. */
export function fakeService(prefix: string, answers: Record<string, (input: never) => unknown>) {
  const asked: { readonly operation: string; readonly input: Record<string, unknown> }[] = [];
  const operations: Operations = Object.fromEntries(
    Object.entries(answers).map(([operation, answer]) => [
      operation,
      (input) => {
        asked.push({ operation, input });
        return answer(input as never);
      },
    ]),
  );
  return { prefix, operations, asked };
}

/** A template with these resources, as JSON text. */
export function template(Resources: Record<string, object>, rest: object = {}): string {
  return JSON.stringify({ Resources, ...rest });
}

/** Statuses in the order in which they came: `A CREATE_COMPLETE`. */
export function story(stack: { events: readonly { LogicalResourceId?: string; ResourceStatus?: string }[] }): string[] {
  return stack.events.map((event) => `${event.LogicalResourceId} ${event.ResourceStatus}`);
}
