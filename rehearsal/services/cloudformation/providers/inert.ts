import type { ResourceProvider } from '../provider';

/** Resources of a type that the local AWS does not have: they get a made-up physical id, and nothing behind it. */
export const inertResource: ResourceProvider = {
  inert: true,
  seconds: 0.1,
  create: (_properties, context) => ({ physicalId: context.physicalName(), attributes: {} }),
  update: async () => undefined,
};

/** A made-up attribute of an inert resource: an ARN where the name says so, else a text that tells what it is. */
export function madeUpAttribute(type: string, physicalId: string, attribute: string, account: string, region: string) {
  const service = type.split('::')[1]?.toLowerCase() ?? 'custom';
  return /Arn$/i.test(attribute)
    ? `arn:aws:${service}:${region}:${account}:${physicalId}`
    : `${physicalId}-${attribute.toLowerCase().replaceAll('.', '-')}`;
}
