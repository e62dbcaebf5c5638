import { listed, StackOperation } from './stack-operation';

/** Deletes the resources of a stack, in the reverse of the order in which they were made. */
export class DeleteStack extends StackOperation {
  /** @param retain logical ids that are kept; AWS takes them for a stack in DELETE_FAILED only */
  public async run(retain: readonly string[]): Promise<void> {
    const { stack } = this;
    const { model } = stack;
    const undeleted = model ? await this.deleteAll(model, (logicalId) => !retain.includes(logicalId), true) : [];
    if (this.tools.stopped.aborted) return;
    if (undeleted.length > 0)
      return stack.enter('DELETE_FAILED', `The following resource(s) failed to delete: ${listed(undeleted)}. `);
    stack.outputs = [];
    stack.imports.clear();
    stack.deletedAt = this.tools.cloud.clock.now();
    stack.enter('DELETE_COMPLETE');
  }
}
