import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

/** Every definition of a stack's state machines by a word of its logical id, with tokens replaced by their names. */
// biome-ignore lint/suspicious/noExplicitAny: a definition is untyped JSON
export function definitionsOf(stack: Stack): Record<string, any> {
  const wordOf = (id: string) =>
    ['Release', 'Rollback', 'Retire', 'Watch'].find((word) => new RegExp(`${word}[0-9A-F]{8}$`).test(id));
  return Object.fromEntries(
    Object.entries(everyDefinitionOf(stack)).map(([id, definition]) => [wordOf(id) ?? id, definition]),
  );
}

/** Every definition of a stack's state machines by its logical id, with tokens replaced by their names. */
export function everyDefinitionOf(stack: Stack): Record<string, object> {
  const machines = Template.fromStack(stack).findResources('AWS::StepFunctions::StateMachine');
  return Object.fromEntries(
    Object.entries(machines).map(([id, { Properties }]) => [id, JSON.parse(text(Properties.DefinitionString))]),
  );
}

/** A stack with an environment that nothing has to be looked up for. */
export function emptyStack(): Stack {
  return new Stack(new App(), 'Test', { env: { account: '123456789012', region: 'eu-west-1' } });
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join, Ref, 'Fn::GetAtt': att } = value as Record<string, unknown>;
  if (join) {
    const [separator, parts] = join as [string, unknown[]];
    return parts.map(text).join(separator);
  }
  if (Ref === 'AWS::Partition') return 'aws';
  return Ref ? String(Ref) : (att as string[]).join('.');
}
