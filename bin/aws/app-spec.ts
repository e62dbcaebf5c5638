import { createHash } from 'node:crypto';
import { Problem } from '../commands/problem';

/** The part of an AppSpec that a release looks at. */
interface AppSpec {
  readonly Resources: readonly Readonly<Record<string, Target>>[];
}

interface Target {
  readonly Properties: Readonly<Record<string, unknown>> & { readonly TaskDefinition: string };
}

/**
 * The ARN of the task definition that an AppSpec names.
 * @throws Problem when the text is no AppSpec of an ECS service
 */
export function taskDefinitionOf(appSpec: string): string {
  return targetOf(parse(appSpec), appSpec).Properties.TaskDefinition;
}

/** The same AppSpec with another task definition. The text stays as it is when it names that one already. */
export function withTaskDefinition(appSpec: string, arn: string): string {
  const parsed = parse(appSpec);
  const { Properties } = targetOf(parsed, appSpec);
  if (Properties.TaskDefinition === arn) return appSpec;
  const [[name, target]] = Object.entries(parsed.Resources[0]);
  return JSON.stringify({
    ...parsed,
    Resources: [{ [name]: { ...target, Properties: { ...Properties, TaskDefinition: arn } } }],
  });
}

/** Hex sha256 of a text, as CodeDeploy identifies a revision. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function parse(text: string): AppSpec {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw noAppSpec(text, cause);
  }
}

function targetOf(parsed: AppSpec, text: string): Target {
  const target = Object.values(parsed?.Resources?.[0] ?? {})[0];
  if (typeof target?.Properties?.TaskDefinition !== 'string') throw noAppSpec(text);
  return target;
}

function noAppSpec(text: string, cause?: unknown): Problem {
  const start = text.length > 60 ? `${text.slice(0, 60)}...` : text;
  return new Problem(
    `the release descriptor's AppSpec is no JSON AppSpec of an ECS service: '${start}'; deploy the stack again with 'cdk deploy'`,
    2,
    { cause },
  );
}
