import type { Parameter, ResourceStatus, StackEvent, StackStatus, Tag } from '@aws-sdk/client-cloudformation';
import type { Principal } from '../../principal';
import type { ResourceOrder } from '../../template/dependencies';
import type { PseudoParameters } from '../../template/scope';
import type { Template } from '../../template/template';
import type { Existing } from './provider';

/** What a stack is to become: a template with its parameters. */
export interface StackModel {
  readonly templateText: string;
  readonly template: Template;
  /** As they were given. */
  readonly given: Readonly<Record<string, string>>;
  /** What they mean: defaults filled in, lists split, SSM names looked up. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly tags: readonly Tag[];
  readonly capabilities: readonly string[];
  readonly order: ResourceOrder;
}

/** A resource of a stack. */
export interface StackResourceRecord {
  readonly logicalId: string;
  readonly type: string;
  readonly status: ResourceStatus;
  readonly reason?: string;
  readonly changedAt: number;
  /** Set from the moment that the resource exists. */
  readonly existing?: Existing;
  /** Its properties with intrinsics resolved and dynamic references as they are: what a change is judged by. */
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface StackOutput {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
  readonly exportName?: string;
}

/** One stack: what it is made of, what happened to it. */
export class Stack {
  public status: StackStatus = 'REVIEW_IN_PROGRESS';
  public reason?: string;
  public model?: StackModel;
  public readonly resources = new Map<string, StackResourceRecord>();
  public outputs: readonly StackOutput[] = [];
  /** Names of other stacks' exports that this stack uses. */
  public readonly imports = new Set<string>();
  /** Newest last. */
  public readonly events: StackEvent[] = [];
  public roleArn?: string;
  public description?: string;
  public terminationProtection = false;
  public disableRollback = false;
  /** When its newest update began. */
  public updatedAt?: number;
  public deletedAt?: number;
  /** Who makes its resources. */
  public actor: Principal;
  /** What was recorded of each resource, newest last. */
  private readonly recorded = new Map<string, StackResourceRecord[]>();
  /** Ends when the operation that runs now has ended. */
  public operation: Promise<void> = Promise.resolve();
  /** Cancels what is being made or changed now. */
  public interrupt: () => void = () => undefined;
  /** Goes on with a rollback that has failed, without these resources. */
  public continueRollback?: (skip: readonly string[]) => Promise<void>;

  constructor(
    public readonly id: string,
    public readonly name: string,
    public readonly createdAt: number,
    caller: Principal,
    private readonly now: () => number,
  ) {
    this.actor = caller;
  }

  public get isDeleted(): boolean {
    return this.status === 'DELETE_COMPLETE';
  }

  public get isInProgress(): boolean {
    return this.status.endsWith('IN_PROGRESS') && this.status !== 'REVIEW_IN_PROGRESS';
  }

  /** The events since its last creation, change or deletion began. */
  public get lastEvents(): readonly StackEvent[] {
    const start = this.events.findLastIndex(
      (one) => one.PhysicalResourceId === this.id && BEGINS.has(one.ResourceStatus ?? ''),
    );
    return this.events.slice(Math.max(0, start));
  }

  public pseudo(account: string, region: string): PseudoParameters {
    return { account, region, stackName: this.name, stackId: this.id };
  }

  /** Puts the stack into a status, and writes the event. */
  public enter(status: StackStatus, reason?: string): void {
    this.status = status;
    this.reason = reason;
    if (status === 'UPDATE_IN_PROGRESS') this.updatedAt = this.now();
    this.event({
      LogicalResourceId: this.name,
      PhysicalResourceId: this.id,
      ResourceType: 'AWS::CloudFormation::Stack',
      ResourceStatus: status as ResourceStatus,
      ResourceStatusReason: reason,
    });
  }

  /** Puts a resource into a status, and writes the event. */
  public record(change: Omit<StackResourceRecord, 'changedAt'>): void {
    const record = { ...change, changedAt: this.now() };
    this.resources.set(change.logicalId, record);
    this.recorded.set(change.logicalId, [...(this.recorded.get(change.logicalId) ?? []), record]);
    this.resourceEvent(change.logicalId, change.type, change.status, change.existing?.physicalId, change.reason);
  }

  /** A resource as it was so many milliseconds ago, or when it was first recorded; undefined when the stack has none. */
  public resourceBefore(logicalId: string, ms: number): StackResourceRecord | undefined {
    if (!this.resources.has(logicalId)) return undefined;
    const all = this.recorded.get(logicalId) ?? [];
    return all.findLast(({ changedAt }) => changedAt <= this.now() - ms) ?? all[0];
  }

  /** Writes an event of a resource that is not, or no longer, the stack's own (the old one of a replacement). */
  public resourceEvent(id: string, type: string, status: ResourceStatus, physicalId?: string, reason?: string): void {
    this.event({
      LogicalResourceId: id,
      PhysicalResourceId: physicalId ?? '',
      ResourceType: type,
      ResourceStatus: status,
      ResourceStatusReason: reason,
    });
  }

  /** The parameters as AWS shows them. */
  public get shownParameters(): Parameter[] {
    const { template, given, parameters } = this.model ?? {};
    return Object.entries(template?.Parameters ?? {}).map(([name, declared]) => {
      const text = given?.[name] ?? String(declared.Default);
      const isLookedUp = declared.Type.startsWith('AWS::SSM::Parameter::Value<');
      const isSecret = String(declared.NoEcho) === 'true';
      return {
        ParameterKey: name,
        ParameterValue: isSecret ? '****' : text,
        ...(isLookedUp ? { ResolvedValue: [parameters?.[name]].flat().join(',') } : {}),
      };
    });
  }

  private event(event: Omit<StackEvent, 'StackId' | 'EventId' | 'StackName' | 'Timestamp'>): void {
    const number = String(this.events.length + 1).padStart(6, '0');
    this.events.push({
      StackId: this.id,
      EventId: `${event.LogicalResourceId}-${event.ResourceStatus}-${number}`,
      StackName: this.name,
      Timestamp: new Date(this.now()),
      ...event,
    });
  }
}

/** The statuses of a stack in which something new begins. */
const BEGINS = new Set(['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'DELETE_IN_PROGRESS', 'IMPORT_IN_PROGRESS']);
