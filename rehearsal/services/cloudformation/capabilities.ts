import { AwsError } from '../../aws-error';
import type { Template } from '../../template/template';

/** The property by which a resource of IAM gets a name of its own. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
};

/** The capability that a template asks for, because it makes permissions; undefined when it makes none. */
export function requiredCapability(template: Template): 'CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM' | undefined {
  const ofIam = Object.values(template.Resources).filter((one) => one.Type.startsWith('AWS::IAM::'));
  if (ofIam.length === 0) return undefined;
  const isNamed = ofIam.some((one) => one.Properties?.[NAMES[one.Type] ?? ''] !== undefined);
  return isNamed ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM';
}

/** @throws AwsError InsufficientCapabilitiesException when the caller has not said that it knows of the permissions */
export function checkCapabilities(template: Template, given: readonly string[]): void {
  const required = requiredCapability(template);
  if (!required || given.includes(required) || given.includes('CAPABILITY_NAMED_IAM')) return;
  throw new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${required}]`);
}
