import type { Cloud } from '../../cloud';
import type { Principal } from '../../principal';
import type { RunbookStep } from './runbook';
import { selected } from './selector';

/** What a step came to. */
export interface StepResult {
  readonly outputs?: Readonly<Record<string, string>>;
  /** Where it leads, when it says so itself. */
  readonly next?: string;
}

/** IAM's prefixes by the names that boto3 gives to the services, which are those of `aws:executeAwsApi`. */
const PREFIXES: Readonly<Record<string, string>> = {
  autoscaling: 'autoscaling',
  cloudwatch: 'cloudwatch',
  codedeploy: 'codedeploy',
  dynamodb: 'dynamodb',
  ecs: 'ecs',
  elbv2: 'elasticloadbalancing',
  lambda: 'lambda',
  route53: 'route53',
  sns: 'sns',
  ssm: 'ssm',
  stepfunctions: 'states',
  sts: 'sts',
};

/** Members of an API step that are no input of the API. */
const OWN = new Set(['Service', 'Api', 'PropertySelector', 'DesiredValues']);

/**
 * Does what a step says, as the caller of the runbook.
 *
 * @param inputs with every `{{ }}` replaced
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html
 */
export async function act(
  cloud: Cloud,
  { name, action, outputs = [] }: RunbookStep,
  inputs: Readonly<Record<string, unknown>>,
  principal: Principal,
): Promise<StepResult> {
  if (action === 'aws:branch') return { next: branch(inputs as unknown as Branch) };
  if (action === 'aws:sleep') {
    await cloud.clock.sleep(secondsOf(String(inputs.Duration)) * 1000);
    return {};
  }
  const answer = await callApi(cloud, inputs, principal);
  if (action === 'aws:assertAwsResourceProperty') {
    const value = selected(answer, String(inputs.PropertySelector));
    const desired = inputs.DesiredValues as readonly string[];
    if (value !== undefined && desired.includes(value)) return {};
    throw new Error(`${inputs.PropertySelector} is ${value ?? 'not there'}, and not ${desired.join(' or ')}`);
  }
  return { outputs: Object.fromEntries(outputs.map((output) => [output.Name, required(name, answer, output)])) };
}

async function callApi(cloud: Cloud, inputs: Readonly<Record<string, unknown>>, principal: Principal) {
  const { Service, Api } = inputs as { readonly Service: string; readonly Api: string };
  const prefix = PREFIXES[Service];
  if (!prefix) throw new Error(`the local AWS has no service '${Service}' for runbooks`);
  const input = Object.fromEntries(Object.entries(inputs).filter(([key]) => !OWN.has(key)));
  return cloud.call(prefix, Api, input, principal);
}

// What AWS does when a selector finds nothing is not documented; a step that fails is the safer of the two.
function required(step: string, answer: unknown, { Name, Selector }: { Name: string; Selector: string }): string {
  const value = selected(answer, Selector);
  if (value === undefined) throw new Error(`output ${Name} of ${step}: ${Selector} finds nothing`);
  return value;
}

interface Branch {
  readonly Choices: readonly { readonly Variable: string; readonly StringEquals: string; readonly NextStep: string }[];
  readonly Default?: string;
}

function branch({ Choices, Default }: Branch): string | undefined {
  return Choices.find(({ Variable, StringEquals }) => Variable === StringEquals)?.NextStep ?? Default;
}

/** Seconds of an ISO 8601 duration such as `PT20S`. */
function secondsOf(duration: string): number {
  const [, hours = 0, minutes = 0, seconds = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(duration) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
