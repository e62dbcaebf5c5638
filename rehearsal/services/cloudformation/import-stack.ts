import type { Change, ResourceToImport } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../aws-error';
import { isSameBeside } from './change-set';
import { type Providers, tryFindProvider } from './provider';
import type { Stack, StackModel } from './stack';
import { listed, StackOperation } from './stack-operation';

/** What identifies each resource that is to be imported, by logical id. */
export type Imports = ReadonlyMap<string, Readonly<Record<string, string>>>;

export function importsOf(resources: readonly ResourceToImport[] = []): Imports {
  return new Map(resources.map((one) => [one.LogicalResourceId ?? '', one.ResourceIdentifier ?? {}]));
}

/**
 * Takes resources that exist into a stack. Nothing of them is written, even where the template says something else.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-manually.html
 */
export class ImportIntoStack extends StackOperation {
  public async run(model: StackModel, imports: Imports): Promise<void> {
    const { stack } = this;
    const scope = this.scope(model);
    const failed = await this.forward(model, async (logicalId) => {
      const identifier = imports.get(logicalId);
      const type = model.template.Resources[logicalId]?.Type ?? '';
      if (identifier) await this.work.take(logicalId, type, identifier, this.work.propertiesOf(logicalId, scope));
    });
    if (this.tools.stopped.aborted) return;
    if (failed.length === 0) {
      stack.model = model;
      return stack.enter('IMPORT_COMPLETE');
    }
    stack.enter('IMPORT_ROLLBACK_IN_PROGRESS', `The following resource(s) failed to import: ${listed(failed)}. `);
    for (const logicalId of imports.keys()) stack.resources.delete(logicalId);
    stack.enter('IMPORT_ROLLBACK_COMPLETE');
  }
}

/** The changes of an import: nothing else may change with it. @throws AwsError ValidationError */
export function importChanges(
  stack: Stack,
  next: StackModel,
  planned: readonly Change[],
  imports: Imports,
  providers: Providers,
): Change[] {
  const { Resources } = next.template;
  const ids = [...imports.keys()];
  const without = ids.filter((one) => Resources[one]?.DeletionPolicy === undefined);
  if (without.length > 0)
    throw invalid(
      `The following resources to import ${listed(without)} must have DeletionPolicy attribute specified in the template.`,
    );
  const unknown = ids.map((one) => Resources[one]?.Type ?? '').filter((one) => !tryFindProvider(providers, one)?.find);
  if (unknown.length > 0)
    throw invalid(`The following resource types are not supported for resource import: ${unknown.join(',')}`);
  const isImport = ({ ResourceChange: change }: Change) =>
    change?.Action === 'Add' && imports.has(change.LogicalResourceId ?? '');
  const others = planned.filter((one) => !isImport(one)).map((one) => one.ResourceChange?.LogicalResourceId ?? '');
  if (others.length > 0)
    throw invalid(
      `You have modified resources ${listed(others)} in your template that are not being imported. Update, create or delete operations cannot be executed during import operations.`,
    );
  if (!isSameBeside(stack.model, next))
    throw invalid('As part of the import operation, you cannot modify or add [Outputs]');
  return planned.map((one) => ({ ...one, ResourceChange: { ...one.ResourceChange, Action: 'Import' } }));
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
