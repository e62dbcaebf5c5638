import { ACTION_TABLE } from './action-table';
import { UNKNOWN } from './wildcards';

/** The account and region that names are completed with. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/**
 * The ARNs that an action touches, read off the call's input: ARNs that are in it, and names put into the ARN patterns
 * of the action's resource types. A part that the input does not tell is `UNKNOWN`. An action that touches nothing of
 * its own answers `*`.
 */
export function resourcesOf(prefix: string, action: string, input: unknown, place: Place): string[] {
  const { required, optional } = typesOf(prefix, action);
  if (required.length + optional.length === 0) return ['*'];
  const given = arnsIn(input);
  const found = [...required, ...optional].flatMap((pattern) => {
    const fitting = given.filter((arn) => shapeOf(pattern).test(arn));
    return fitting.length > 0 ? fitting : filled(prefix, pattern, input, place);
  });
  const known = found.filter((arn) => !arn.includes(UNKNOWN));
  if (known.length > 0) return [...new Set(known)];
  const unclear = required.flatMap((pattern) => filled(prefix, pattern, input, place));
  return unclear.length > 0 ? [...new Set(unclear)] : ['*'];
}

interface ResourceTypes {
  readonly required: string[];
  readonly optional: string[];
}

/** By `prefix:action`: the table is long, and its rows do not change. */
const typesByAction = new Map<string, ResourceTypes>();

function typesOf(prefix: string, action: string): ResourceTypes {
  const key = `${prefix}:${action}`;
  const known = typesByAction.get(key);
  if (known) return known;
  const found = findTypes(prefix, action);
  typesByAction.set(key, found);
  return found;
}

function findTypes(prefix: string, action: string): ResourceTypes {
  const service = ACTION_TABLE[prefix];
  const [types] = Object.entries(service?.actions ?? {}).find(([, names]) => names.split(' ').includes(action)) ?? [];
  const patterns = (types?.split('|') ?? []).map((type) => {
    const isOptional = type.endsWith('?');
    return { isOptional, pattern: service?.resources[isOptional ? type.slice(0, -1) : type] ?? '*' };
  });
  const withArn = patterns.filter(({ pattern }) => pattern !== '*');
  return {
    required: withArn.filter((one) => !one.isOptional).map((one) => one.pattern),
    optional: withArn.filter((one) => one.isOptional).map((one) => one.pattern),
  };
}

/** All ARNs in a call's input. */
function arnsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith('arn:') ? [value] : [];
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  return Object.values(value).flatMap(arnsIn);
}

function shapeOf(pattern: string): RegExp {
  const parts = pattern.split(/\{(\w+)\}/).map((part, index) => {
    if (index % 2 === 0) return part.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
    return /Path|ParameterName|ObjectName/.test(part) ? '.+' : '[^/:]*';
  });
  return new RegExp(`^${parts.join('')}$`);
}

/** The pattern with its variables filled from the input; several ARNs where the input has a list of names. */
function filled(prefix: string, pattern: string, input: unknown, { account, region }: Place): string[] {
  const fixed: Record<string, string> = { Partition: 'aws', Region: region, Account: account };
  return pattern.split(/\{(\w+)\}/).reduce<string[]>(
    (arns, part, index) => {
      const values = index % 2 === 0 ? [part] : fixed[part] ? [fixed[part]] : namesFor(prefix, part, input);
      return arns.flatMap((arn) => values.map((value) => arn + value));
    },
    [''],
  );
}

/** What a variable of an ARN pattern is called in the services' inputs. Without an entry: as the variable. */
const INPUT_NAMES: Readonly<Record<string, readonly string[]>> = {
  ClusterName: ['clusterName', 'cluster', 'clusters'],
  ServiceName: ['serviceName', 'service', 'services'],
  TaskSetId: ['taskSet', 'taskSets', 'primaryTaskSet'],
  TaskId: ['task', 'tasks'],
  TaskDefinitionFamilyName: ['family', 'taskDefinition'],
  DeploymentConfigurationName: ['deploymentConfigName'],
  DeploymentGroupName: ['deploymentGroupName', 'currentDeploymentGroupName', 'deploymentGroupNames'],
  AlarmName: ['AlarmName', 'AlarmNames'],
  ParameterNameWithoutLeadingSlash: ['Name', 'Names', 'Path'],
  BucketName: ['Bucket'],
  ObjectName: ['Key'],
  RoleNameWithPath: ['RoleName'],
  TopicName: ['TopicArn'],
  SecretId: ['SecretId', 'Name'],
};

function namesFor(prefix: string, variable: string, input: unknown): string[] {
  const wanted = (INPUT_NAMES[variable] ?? [variable]).map((one) => one.toLowerCase());
  const found = Object.entries(input ?? {}).find(([key, value]) => wanted.includes(key.toLowerCase()) && value);
  const names = [found?.[1] ?? []].flat().filter((one): one is string => typeof one === 'string');
  if (names.length === 0) return [UNKNOWN];
  // A secret's ARN ends in six characters that its name does not have.
  if (prefix === 'secretsmanager') return names.map((one) => `${one}-${UNKNOWN}`);
  return names.map((one) => (one.startsWith('arn:') ? (one.split(/[:/]/).at(-1) ?? one) : one.replace(/^\//, '')));
}
