import { setMaxListeners } from 'node:events';
import type { StackStatus } from '@aws-sdk/client-cloudformation';
import type { Cloud } from '../../cloud';
import { isConditionTrue } from '../../template/conditions';
import { resolve } from '../../template/intrinsics';
import { TemplateError } from '../../template/template';
import { Cancelled, inOrder, reversed } from './in-order';
import type { Providers } from './provider';
import { ResourceWork } from './resource-work';
import type { ResponseMailbox } from './response-mailbox';
import type { Stack, StackModel, StackOutput, StackResourceRecord } from './stack';
import { scopeOf } from './stack-scope';
import type { StackStore } from './stack-store';

/** What the operations on a stack need. */
export interface OperationTools {
  readonly cloud: Cloud;
  readonly providers: Providers;
  readonly store: StackStore;
  readonly mailbox: ResponseMailbox;
  /** Aborts when the local AWS is stopped. */
  readonly stopped: AbortSignal;
}

/** The parts that creating, updating and deleting a stack have in common. */
export class StackOperation {
  /** Aborts when one resource has failed. */
  protected readonly cancel = new AbortController();
  protected readonly work: ResourceWork;

  constructor(
    protected readonly stack: Stack,
    protected readonly tools: OperationTools,
  ) {
    const signal = AbortSignal.any([this.cancel.signal, tools.stopped]);
    // Every resource that is being made listens.
    setMaxListeners(0, signal, tools.stopped);
    this.work = new ResourceWork(tools.cloud, tools.providers, stack, signal, tools.mailbox);
  }

  protected scope(model: StackModel) {
    const { cloud, providers, store } = this.tools;
    return scopeOf(this.stack, model, cloud, providers, (name) => store.exported(name));
  }

  /** Creates or changes resources, each after those that it waits for. */
  protected forward(model: StackModel, act: (logicalId: string) => Promise<void>): Promise<string[]> {
    this.stack.interrupt = () => this.cancel.abort();
    return inOrder(model.order, act, this.cancel);
  }

  /** In the clean-up a resource that cannot be deleted stays behind; its event tells. */
  protected async tryDelete({ logicalId, type, existing, properties }: StackResourceRecord): Promise<void> {
    if (existing) await this.work.delete(logicalId, type, existing, properties).catch(() => undefined);
  }

  /** Deletes resources in the reverse order. */
  protected deleteAll(
    model: StackModel,
    which: (logicalId: string) => boolean,
    stopAtFailure: boolean,
  ): Promise<string[]> {
    const { cloud, providers, stopped, mailbox } = this.tools;
    const backward = new ResourceWork(cloud, providers, this.stack, stopped, mailbox);
    const cancel = new AbortController();
    const act = async (logicalId: string) => {
      const record = this.stack.resources.get(logicalId);
      if (!record?.existing || !which(logicalId)) return;
      if (record.status === 'DELETE_SKIPPED') return;
      if (this.isRetained(model, logicalId, record.status)) {
        return this.stack.record({ ...record, status: 'DELETE_SKIPPED', reason: undefined });
      }
      try {
        await backward.delete(logicalId, record.type, record.existing, record.properties);
        this.stack.resources.delete(logicalId);
      } catch (error) {
        if (stopAtFailure || error instanceof Cancelled) throw error;
      }
    };
    return inOrder(reversed(model.order), act, cancel);
  }

  private isRetained(model: StackModel, logicalId: string, status: string): boolean {
    const policy = model.template.Resources[logicalId]?.DeletionPolicy;
    if (policy === 'RetainExceptOnCreate') return !status.startsWith('CREATE');
    return policy === 'Retain' || policy === 'Snapshot';
  }

  /** @throws TemplateError, also when another stack exports the same name */
  protected outputs(model: StackModel): StackOutput[] {
    const scope = this.scope(model);
    const place = (key: string) => `${this.stack.name}: Outputs.${key}`;
    return Object.entries(model.template.Outputs ?? {})
      .filter(([key, output]) => !output.Condition || isConditionTrue(output.Condition, scope, place(key)))
      .map(([key, output]) => {
        const exportName = output.Export && String(resolve(output.Export.Name, scope, place(key)));
        const exporter = exportName === undefined ? undefined : this.tools.store.exporterOf(exportName);
        if (exporter && exporter !== this.stack)
          throw new TemplateError(`Export with name ${exportName} is already exported by stack ${exporter.name}`);
        const value = resolve(output.Value, scope, place(key));
        return { key, value: [value].flat().join(','), description: output.Description, exportName };
      });
  }

  /** Runs an operation to its end; an operation that the local AWS's stop cut off leaves the stack as it is. */
  protected async until(end: () => Promise<StackStatus | undefined>): Promise<void> {
    const status = await end();
    if (status && !this.tools.stopped.aborted) this.stack.enter(status);
  }
}

export function listed(logicalIds: readonly string[]): string {
  return `[${[...logicalIds].sort().join(', ')}]`;
}
