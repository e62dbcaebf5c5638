import { parse } from 'yaml';
import { HOOK_EVENTS, type HookEventName } from './lifecycle';

/** What an AppSpec asks for (aws-facts 1.10). */
export interface AppSpec {
  /** The ARN of the task definition of the candidate. */
  readonly taskDefinition: string;
  readonly containerName: string;
  readonly containerPort: number;
  readonly platformVersion?: string;
  readonly networkConfiguration?: {
    readonly subnets: string[];
    readonly securityGroups: string[];
    readonly assignPublicIp: 'ENABLED' | 'DISABLED';
  };
  readonly capacityProviderStrategy?: {
    readonly capacityProvider: string;
    readonly base: number;
    readonly weight: number;
  }[];
  /** Function names or ARNs. */
  readonly hooks: Readonly<Partial<Record<HookEventName, string>>>;
}

/** An AppSpec that cannot be used; the message says where and why. */
export class AppSpecError extends Error {}

/**
 * Reads an AppSpec, which is JSON or YAML.
 *
 * @param acceptVersion0 is the number 0 (what JSON makes of 0.0) a version?
 * @throws AppSpecError
 */
export function parseAppSpec(text: string, acceptVersion0 = false): AppSpec {
  const spec = asMap(read(text), 'the AppSpec');
  checkVersion(spec.version, text, acceptVersion0);
  const resource = onlyValue(asList(spec.Resources, 'Resources'), 'Resources');
  if (resource.Type !== 'AWS::ECS::Service')
    throw new AppSpecError(`the Type of the resource must be AWS::ECS::Service, got '${resource.Type}'`);
  const properties = asMap(resource.Properties, 'Properties');
  const loadBalancer = asMap(properties.LoadBalancerInfo, 'Properties.LoadBalancerInfo');
  const port = loadBalancer.ContainerPort;
  if (typeof port !== 'number' || !Number.isInteger(port))
    throw new AppSpecError(`LoadBalancerInfo.ContainerPort must be an integer, got '${port}'`);
  return {
    taskDefinition: asText(properties.TaskDefinition, 'Properties.TaskDefinition'),
    containerName: asText(loadBalancer.ContainerName, 'LoadBalancerInfo.ContainerName'),
    containerPort: port,
    platformVersion:
      properties.PlatformVersion === undefined ? undefined : asText(properties.PlatformVersion, 'PlatformVersion'),
    networkConfiguration: readNetwork(properties.NetworkConfiguration),
    capacityProviderStrategy: readProviders(properties.CapacityProviderStrategy),
    hooks: readHooks(spec.Hooks),
  };
}

type Fields = Record<string, unknown>;

function read(text: string): unknown {
  try {
    return parse(text, { strict: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new AppSpecError(`the AppSpec is neither JSON nor YAML: ${reason}`);
  }
}

function checkVersion(version: unknown, text: string, acceptVersion0: boolean): void {
  // 0.0 is written as a number in YAML and read as 0; in the text it is still to be told from a bare 0
  const isLiteral = version === 0 && /version["']?\s*:\s*0\.0\b/i.test(text);
  if (version === '0.0' || isLiteral || (version === 0 && acceptVersion0)) return;
  throw new AppSpecError(`the version of the AppSpec must be 0.0, got '${version}'`);
}

function readNetwork(value: unknown): AppSpec['networkConfiguration'] {
  if (value === undefined || value === null) return undefined;
  const network = asMap(
    asMap(value, 'NetworkConfiguration').AwsvpcConfiguration,
    'NetworkConfiguration.AwsvpcConfiguration',
  );
  const { Subnets, SecurityGroups, AssignPublicIp } = network;
  if (Subnets === undefined || SecurityGroups === undefined || AssignPublicIp === undefined)
    throw new AppSpecError(
      'AwsvpcConfiguration needs all three of Subnets, SecurityGroups and AssignPublicIp, or none',
    );
  if (AssignPublicIp !== 'ENABLED' && AssignPublicIp !== 'DISABLED')
    throw new AppSpecError(`AssignPublicIp must be ENABLED or DISABLED, got '${AssignPublicIp}'`);
  const texts = (list: unknown, name: string) => asList(list, name).map((one) => asText(one, name));
  return {
    subnets: texts(Subnets, 'Subnets'),
    securityGroups: texts(SecurityGroups, 'SecurityGroups'),
    assignPublicIp: AssignPublicIp,
  };
}

function readProviders(value: unknown): AppSpec['capacityProviderStrategy'] {
  if (value === undefined || value === null) return undefined;
  const providers = asList(value, 'CapacityProviderStrategy').map((one) => {
    const fields = asMap(one, 'CapacityProviderStrategy');
    return {
      capacityProvider: asText(fields.CapacityProvider, 'CapacityProvider'),
      base: Number(fields.Base ?? 0),
      weight: Number(fields.Weight ?? 0),
    };
  });
  if (providers.filter(({ base }) => base > 0).length > 1)
    throw new AppSpecError('only one provider of the CapacityProviderStrategy may have a Base');
  return providers;
}

function readHooks(value: unknown): AppSpec['hooks'] {
  if (value === undefined || value === null) return {};
  const hooks: Partial<Record<HookEventName, string>> = {};
  for (const entry of asList(value, 'Hooks')) {
    for (const [name, fn] of Object.entries(asMap(entry, 'Hooks'))) {
      const event = HOOK_EVENTS.find((one) => one === name);
      if (!event) throw new AppSpecError(`there is no hook '${name}'; there are: ${HOOK_EVENTS.join(', ')}`);
      if (hooks[event]) throw new AppSpecError(`the hook ${event} is given twice; it takes one function`);
      hooks[event] = asText(fn, `Hooks.${event}`);
    }
  }
  return hooks;
}

/** The value of the one single-key map in a list: `[{ TargetService: {...} }]`. */
function onlyValue(list: unknown[], name: string): Fields {
  const values = list.flatMap((one) => Object.values(asMap(one, name)));
  if (values.length !== 1) throw new AppSpecError(`${name} must name exactly one service, got ${values.length}`);
  return asMap(values[0], name);
}

function asMap(value: unknown, name: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new AppSpecError(`${name} must be a map, got ${kindOf(value)}`);
}

function asList(value: unknown, name: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw new AppSpecError(`${name} must be a list, got ${kindOf(value)}`);
}

function asText(value: unknown, name: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new AppSpecError(`${name} must be a text, got ${kindOf(value)}`);
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : `'${value}'`;
}
