import { createHash } from 'node:crypto';
import type { ResourceStatus } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import { resolveReferences } from '../../template/dynamic-references';
import { resolve } from '../../template/intrinsics';
import type { Scope } from '../../template/scope';
import { Cancelled } from './in-order';
import {
  type Existing,
  type Properties,
  type ProviderContext,
  type Providers,
  type ResourceProvider,
  tryFindProvider,
} from './provider';
import { inertResource } from './providers/inert';
import { referenceLookup } from './references';
import type { ResponseMailbox } from './response-mailbox';
import type { Stack } from './stack';

/** Makes, changes and deletes single resources of one stack during one operation, and writes what happens. */
export class ResourceWork {
  constructor(
    private readonly cloud: Cloud,
    private readonly providers: Providers,
    private readonly stack: Stack,
    private readonly signal: AbortSignal,
    private readonly mailbox: ResponseMailbox,
  ) {}

  public providerOf(type: string): ResourceProvider {
    return tryFindProvider(this.providers, type) ?? inertResource;
  }

  /** The properties as the template means them now; dynamic references stay. */
  public propertiesOf(logicalId: string, scope: Scope): Properties {
    const place = `${this.stack.name}: Resources.${logicalId}.Properties`;
    return resolve(scope.template.Resources[logicalId]?.Properties ?? {}, scope, place) as Properties;
  }

  public async create(logicalId: string, type: string, properties: Properties): Promise<void> {
    const provider = this.providerOf(type);
    await this.step(logicalId, type, 'CREATE', properties, undefined, async (context) => {
      const existing = await provider.create(await this.withReferences(properties, logicalId), context);
      context.initiated(existing);
      await context.wait(provider.seconds ?? DEFAULT_SECONDS);
      return existing;
    });
  }

  public async update(logicalId: string, type: string, properties: Properties): Promise<void> {
    const provider = this.providerOf(type);
    const { properties: old = {}, existing } = this.stack.resources.get(logicalId) ?? {};
    if (!existing) return this.create(logicalId, type, properties);
    await this.step(logicalId, type, 'UPDATE', properties, existing, async (context) => {
      const [next, before] = await Promise.all([
        this.withReferences(properties, logicalId),
        this.withReferences(old, logicalId),
      ]);
      const changed = await provider.update?.(next, before, existing, context);
      await context.wait(provider.seconds ?? DEFAULT_SECONDS);
      return changed ?? existing;
    });
  }

  /** Makes the new resource of a replacement; the old one is deleted later, when nothing needs it any more. */
  public async replace(logicalId: string, type: string, properties: Properties): Promise<void> {
    const provider = this.providerOf(type);
    const reason = 'Requested update requires the creation of a new physical resource; hence creating one.';
    const work = async (context: ProviderContext) => {
      const existing = await provider.create(await this.withReferences(properties, logicalId), context);
      context.initiated(existing);
      await context.wait(provider.seconds ?? DEFAULT_SECONDS);
      return existing;
    };
    await this.step(logicalId, type, 'UPDATE', properties, this.stack.resources.get(logicalId)?.existing, work, reason);
  }

  /** Takes a resource that exists into the stack. */
  public async take(logicalId: string, type: string, identifier: Properties, properties: Properties): Promise<void> {
    await this.step(logicalId, type, 'IMPORT', properties, undefined, async (context) => {
      const existing = await this.providerOf(type).find?.(identifier, context);
      if (!existing) throw new AwsError('NotFound', `there is no resource with ${JSON.stringify(identifier)}`);
      await context.wait(DEFAULT_SECONDS);
      return existing;
    });
  }

  /** Deletes a resource, the stack's own or the old one of a replacement. */
  public async delete(logicalId: string, type: string, existing: Existing, properties: Properties): Promise<void> {
    const write = (status: ResourceStatus, reason?: string) =>
      this.stack.resourceEvent(logicalId, type, status, existing.physicalId, reason);
    write('DELETE_IN_PROGRESS');
    try {
      const context = this.context(logicalId, type, () => undefined);
      await this.providerOf(type).delete?.(existing, properties, context);
      await context.wait(DEFAULT_SECONDS);
      write('DELETE_COMPLETE');
    } catch (error) {
      if (!(error instanceof Cancelled)) write('DELETE_FAILED', handlerMessage(error));
      throw error;
    }
  }

  private async step(
    logicalId: string,
    type: string,
    verb: 'CREATE' | 'UPDATE' | 'IMPORT',
    properties: Properties,
    before: Existing | undefined,
    work: (context: ProviderContext) => Promise<Existing>,
    reason?: string,
  ): Promise<void> {
    const old = this.stack.resources.get(logicalId);
    let existing = before;
    const record = (status: ResourceStatus, why?: string, now = properties) =>
      this.stack.record({ logicalId, type, status, reason: why, existing, properties: now });
    record(`${verb}_IN_PROGRESS`, reason, old?.properties ?? properties);
    const initiated = (made: Existing) => {
      if (existing !== before) return;
      existing = made;
      record(`${verb}_IN_PROGRESS`, 'Resource creation Initiated');
    };
    try {
      existing = await work(this.context(logicalId, type, initiated));
      record(`${verb}_COMPLETE`);
    } catch (error) {
      const isCancelled = error instanceof Cancelled;
      const cancelled = verb !== 'UPDATE' ? 'Resource creation cancelled' : UPDATE_CANCELLED;
      // What was cancelled may have been done: the rollback has to start from there.
      const isDoubtful = isCancelled || this.providerOf(type).takesFailureBack;
      const now = isDoubtful ? properties : (old?.properties ?? properties);
      record(`${verb}_FAILED`, isCancelled ? cancelled : handlerMessage(error), now);
      throw error;
    }
  }

  private withReferences(properties: Properties, logicalId: string): Promise<Properties> {
    const place = `${this.stack.name}: Resources.${logicalId}.Properties`;
    return resolveReferences(properties, referenceLookup(this.cloud, this.stack.actor), place) as Promise<Properties>;
  }

  private context(logicalId: string, type: string, initiated: (existing: Existing) => void): ProviderContext {
    const { stack, cloud, signal } = this;
    const seed = `${stack.id}/${logicalId}/${stack.events.length}`;
    const randomId = (length: number) => createHash('sha256').update(seed).digest('hex').slice(0, length);
    return {
      cloud,
      stackName: stack.name,
      stackId: stack.id,
      logicalId,
      type,
      updatePolicy: stack.model?.template.Resources[logicalId]?.UpdatePolicy,
      call: <Input extends object, Output>(prefix: string, operation: string, input: Input) =>
        cloud.call(prefix, operation, input, stack.actor) as Promise<Output>,
      randomId,
      physicalName: (maxLength = 128) => {
        const start = `${stack.name}-${logicalId}`.slice(0, maxLength - 13).replace(/-+$/, '');
        return `${start}-${randomId(12).toUpperCase()}`;
      },
      initiated,
      wait: async (seconds) => {
        await cloud.clock.sleep(seconds * 1000, signal);
        if (signal.aborted) throw new Cancelled();
      },
      within: async (work, seconds) => {
        const done = new AbortController();
        const tooLate = cloud.clock.sleep(seconds * 1000, AbortSignal.any([signal, done.signal])).then(() => {
          if (signal.aborted && !done.signal.aborted) throw new Cancelled();
          return undefined;
        });
        try {
          return await Promise.race([work, tooLate]);
        } finally {
          done.abort();
        }
      },
      awaitResponse: () =>
        this.mailbox.open(
          this.cloud.switches.is('cloudformation.response-url', 'dated') ? this.cloud.clock.now() : undefined,
        ),
    };
  }
}

/** CloudFormation's text for a failure of a resource. */
function handlerMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof AwsError)) return message;
  const code = error.code.startsWith('AccessDenied') ? 'AccessDenied' : 'InvalidRequest';
  return `Resource handler returned message: "${message} (Status Code: ${error.status}; Error Code: ${error.code})" (HandlerErrorCode: ${code})`;
}

/** The reason of an update that was cut off because another resource failed. */
export const UPDATE_CANCELLED = 'Resource update cancelled';

const DEFAULT_SECONDS = 0.5;
