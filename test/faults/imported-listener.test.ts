import { templatesOf, type Workload } from '../fixtures/updated-apps';
import { UpdatedWorld } from '../fixtures/updated-world';

interface Template {
  readonly Resources: Record<string, object>;
}

/** Keeps a resource when the stack gives it up. */
function kept(text: string, logicalId: string): string {
  const template = JSON.parse(text) as Template;
  Object.assign(template.Resources[logicalId] ?? {}, { DeletionPolicy: 'Retain' });
  return JSON.stringify(template);
}

/** Others name the resource by its ARN, so that it may be missing. */
function named(text: string, logicalId: string, arn: string): string {
  const rename = (key: string, value: unknown) => {
    if (key === 'DependsOn') return [value].flat().filter((one) => one !== logicalId);
    const isReference = typeof value === 'object' && value !== null && 'Ref' in value && value.Ref === logicalId;
    return isReference ? arn : value;
  };
  return JSON.stringify(JSON.parse(text, rename));
}

function without(text: string, logicalId: string): string {
  const template = JSON.parse(text) as Template;
  delete template.Resources[logicalId];
  return JSON.stringify(template);
}

// Records cannot be imported in AWS (https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/560).
test.each<Workload>(['ecs', 'asg'])(
  '%s: an imported listener has live weights, also when it is written next',
  async (workload) => {
    const { base, certificate } = templatesOf(workload);
    const listener =
      Object.keys(JSON.parse(base).Resources).find((id) => /ProductionListener[0-9A-F]{8}$/.test(id)) ?? '';
    const templates = { base: kept(base, listener), certificate: kept(certificate, listener), without: '', with: '' };
    const world = await UpdatedWorld.create(workload, templates);
    const arn = world.physicalId(listener);
    // The stack gives the listener up, and a release makes green live meanwhile.
    templates.with = named(templates.base, listener, arn);
    templates.without = without(templates.with, listener);
    expect(await world.update('without')).toBe('UPDATE_COMPLETE');
    await (await world.start()).end();
    const before = await world.facts();
    expect(before.blue).toBe(0);

    expect(await world.import('with', listener, { ListenerArn: arn })).toBe('IMPORT_COMPLETE');
    expect(await world.facts()).toEqual(before);
    expect(await world.update('certificate')).toBe('UPDATE_COMPLETE');
    expect(await world.facts()).toEqual(before);
    expect(world.physicalId(listener)).toBe(arn);
    await world.stop();
  },
);
