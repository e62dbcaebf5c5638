import { changeOf, checkSameType, isUntouched } from './changes';
import { reversed } from './in-order';
import { RollBackUpdate } from './roll-back-update';
import type { StackModel, StackResourceRecord } from './stack';
import { listed, StackOperation } from './stack-operation';

/** Takes a stack from one template to the next; when a resource fails, takes it back. */
export class UpdateStack extends StackOperation {
  /** What each changed resource was before, in the order in which they were changed. */
  private readonly before = new Map<string, StackResourceRecord | undefined>();

  public async run(next: StackModel): Promise<void> {
    const { stack } = this;
    const old = stack.model ?? next;
    stack.imports.clear();
    const scope = this.scope(next);
    const failed = await this.forward(next, (logicalId) => this.change(logicalId, next, scope));
    if (this.tools.stopped.aborted) return;
    const back = new RollBackUpdate(stack, this.tools, old, this.before);
    // CancelUpdateStack has put it into this status already.
    if (stack.status !== 'UPDATE_IN_PROGRESS') return back.run();
    let problem = failed.length > 0 ? this.failureText(failed) : undefined;
    try {
      if (!problem) stack.outputs = this.outputs(next);
    } catch (error) {
      problem = (error as Error).message;
    }
    if (problem === undefined) return this.complete(old, next);
    if (stack.disableRollback) return stack.enter('UPDATE_FAILED', problem);
    stack.enter('UPDATE_ROLLBACK_IN_PROGRESS', problem);
    await back.run();
  }

  private failureText(failed: readonly string[]): string {
    const isNew = (logicalId: string) => !this.before.get(logicalId);
    const sentence = (verb: string, ids: readonly string[]) =>
      ids.length > 0 ? `The following resource(s) failed to ${verb}: ${listed(ids)}. ` : '';
    return (
      sentence('create', failed.filter(isNew)) +
      sentence(
        'update',
        failed.filter((one) => !isNew(one)),
      )
    );
  }

  private async change(logicalId: string, next: StackModel, scope: ReturnType<StackOperation['scope']>): Promise<void> {
    const type = next.template.Resources[logicalId]?.Type ?? '';
    const record = this.stack.resources.get(logicalId);
    this.before.set(logicalId, record?.existing ? record : undefined);
    try {
      const properties = this.work.propertiesOf(logicalId, scope);
      if (!record?.existing) return await this.work.create(logicalId, type, properties);
      checkSameType(logicalId, record.type, type);
      if (this.stack.model && isUntouched(logicalId, this.stack.model, next, this.before)) {
        this.before.delete(logicalId);
        return;
      }
      const change = changeOf(record.properties, properties, this.work.providerOf(type));
      if (change.kind === 'none') {
        this.before.delete(logicalId);
        return;
      }
      await (change.kind === 'update'
        ? this.work.update(logicalId, type, properties)
        : this.work.replace(logicalId, type, properties));
    } catch (error) {
      const now = this.stack.resources.get(logicalId);
      if (!now?.status.endsWith('_FAILED')) {
        const [status, reason] = [record ? 'UPDATE_FAILED' : 'CREATE_FAILED', (error as Error).message] as const;
        this.stack.record({ properties: {}, ...now, logicalId, type, status, reason });
      }
      throw error;
    }
  }

  /** Deletes what the new template no longer has: resources that are gone, and the old ones of replacements. */
  private async complete(old: StackModel, next: StackModel): Promise<void> {
    const { stack } = this;
    stack.model = next;
    stack.enter('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    for (const logicalId of reversed(old.order).keys()) {
      const replaced = this.before.get(logicalId);
      const now = stack.resources.get(logicalId);
      if (replaced?.existing && replaced.existing.physicalId !== now?.existing?.physicalId) {
        const policy = next.template.Resources[logicalId]?.UpdateReplacePolicy;
        if (policy !== 'Retain' && policy !== 'Snapshot') await this.tryDelete(replaced);
      }
    }
    await this.deleteAll(old, (logicalId) => !next.order.has(logicalId), false);
    for (const logicalId of stack.resources.keys()) if (!next.order.has(logicalId)) stack.resources.delete(logicalId);
    if (!this.tools.stopped.aborted) stack.enter('UPDATE_COMPLETE');
  }
}
