import { isDeepStrictEqual } from 'node:util';
import { UPDATE_CANCELLED } from './resource-work';
import type { Stack, StackModel, StackResourceRecord } from './stack';
import { listed, type OperationTools, StackOperation } from './stack-operation';

/** What each resource that an update has touched was before it, in the order in which they were touched. */
export type Before = ReadonlyMap<string, StackResourceRecord | undefined>;

/** Takes a stack back from an update that has failed or was cancelled: an update to the template before. */
export class RollBackUpdate extends StackOperation {
  /** What the update has made and nothing needs any more. */
  private readonly unwanted: StackResourceRecord[] = [];
  /** What could not be taken back. */
  private readonly failed = new Set<string>();

  constructor(
    stack: Stack,
    tools: OperationTools,
    private readonly old: StackModel,
    private readonly before: Before,
  ) {
    super(stack, tools);
  }

  public async run(): Promise<void> {
    await this.takeBackAll(this.order());
  }

  private async takeBackAll(logicalIds: readonly string[]): Promise<void> {
    const { stack, failed } = this;
    for (const logicalId of logicalIds) {
      const isBack = await this.takeBack(logicalId).then(
        () => true,
        () => false,
      );
      if (isBack) failed.delete(logicalId);
      else failed.add(logicalId);
    }
    if (this.tools.stopped.aborted) return;
    if (failed.size === 0) return this.finish();
    stack.continueRollback = (skip) => this.goOn(skip);
    stack.enter('UPDATE_ROLLBACK_FAILED', `The following resource(s) failed to update: ${listed([...failed])}. `);
  }

  /** Tries those again that could not be taken back; what is skipped counts as taken back. */
  private goOn(skip: readonly string[]): Promise<void> {
    for (const logicalId of skip) if (this.failed.delete(logicalId)) this.restore(logicalId);
    return this.takeBackAll([...this.failed]);
  }

  private async takeBack(logicalId: string): Promise<void> {
    const before = this.before.get(logicalId);
    const now = this.stack.resources.get(logicalId);
    if (!before) {
      if (now?.existing) this.unwanted.push(now);
      this.stack.resources.delete(logicalId);
    } else if (now?.existing?.physicalId !== before.existing?.physicalId) {
      if (now) this.unwanted.push(now);
      this.restore(logicalId);
    } else if (this.mayHaveChanged(now, before)) {
      await this.work.update(logicalId, before.type, this.propertiesBefore(before));
    } else {
      // The change itself was refused: there is nothing to take back.
      this.restore(logicalId);
    }
  }

  private restore(logicalId: string): void {
    const before = this.before.get(logicalId);
    if (before) this.stack.record({ ...before, status: 'UPDATE_COMPLETE', reason: undefined });
  }

  private mayHaveChanged(now: StackResourceRecord | undefined, before: StackResourceRecord): boolean {
    if (now?.status === 'UPDATE_COMPLETE' || now?.reason === UPDATE_CANCELLED) return true;
    if (this.failed.has(before.logicalId)) return true;
    const { takesFailureBack = false } = this.work.providerOf(before.type);
    return takesFailureBack && !isDeepStrictEqual(now?.properties, before.properties);
  }

  /** What the template before means: as it is now, or as it was at that time. */
  private propertiesBefore({ logicalId, properties }: StackResourceRecord) {
    const isAnew = this.tools.cloud.switches.is('cloudformation.rollback-values', 'resolved-anew');
    return isAnew ? this.work.propertiesOf(logicalId, this.scope(this.old)) : properties;
  }

  /** Those that were changed; what others refer to first, as in an update to the template before. What is new comes last. */
  private order(): string[] {
    const changed = [...this.before.keys()];
    if (this.tools.cloud.switches.is('cloudformation.rollback-order', 'reverse')) return changed.reverse();
    const known = [...this.old.order.keys()].filter((one) => this.before.has(one));
    return [...known, ...changed.filter((one) => !this.old.order.has(one))];
  }

  private async finish(): Promise<void> {
    const { stack } = this;
    stack.enter('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
    // What was made last goes first.
    const made = [...this.before.keys()];
    this.unwanted.sort((a, b) => made.indexOf(b.logicalId) - made.indexOf(a.logicalId));
    for (const record of this.unwanted) await this.tryDelete(record);
    stack.outputs = this.outputs(this.old);
    if (!this.tools.stopped.aborted) stack.enter('UPDATE_ROLLBACK_COMPLETE');
  }
}
