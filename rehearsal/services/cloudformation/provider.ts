import type { Cloud } from '../../cloud';
import type { PendingResponse } from './response-mailbox';

/** Properties of a resource, resolved, under CloudFormation's names. */
export type Properties = Readonly<Record<string, unknown>>;

/** A resource that exists. */
export interface Existing {
  readonly physicalId: string;
  /** What `Fn::GetAtt` answers, by attribute. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What a provider is given beside the properties. */
export interface ProviderContext {
  readonly cloud: Cloud;
  readonly stackName: string;
  readonly stackId: string;
  readonly logicalId: string;
  readonly type: string;
  /** The resource's UpdatePolicy as the stack's template has it. */
  readonly updatePolicy?: Readonly<Record<string, unknown>>;
  /** Calls a service as the stack's caller (or its execution role). */
  call<Input extends object, Output>(prefix: string, operation: string, input: Input): Promise<Output>;
  /** A physical name as CloudFormation makes one, `<stack>-<logical id>-<random>`, of at most `maxLength` characters. */
  physicalName(maxLength?: number): string;
  /** Hex digits that are this resource's own, for made-up ids. */
  randomId(length: number): string;
  /** Tells that the resource exists now, though it may not be ready; a rollback deletes it from here on. */
  initiated(existing: Existing): void;
  /** Lets rehearsal time pass. @throws when the operation was cancelled meanwhile */
  wait(seconds: number): Promise<void>;
  /** Waits for something, so long at most; undefined when it did not come. @throws when the operation was cancelled meanwhile */
  within<T>(work: Promise<T>, seconds: number): Promise<T | undefined>;
  /** A URL for the answer of a custom resource's function, and the answer. */
  awaitResponse(): PendingResponse;
}

/** How resources of one type are made, changed and deleted: by the operations of the local services. */
export interface ResourceProvider<P = Properties> {
  create(properties: P, context: ProviderContext): Promise<Existing> | Existing;
  /** Without it every changed property replaces the resource. */
  update?(properties: P, old: P, existing: Existing, context: ProviderContext): Promise<Existing | undefined>;
  /** Without it the resource is forgotten. */
  delete?(existing: Existing, properties: P, context: ProviderContext): Promise<void>;
  /** Finds an existing resource by what identifies it, for an import. @default - the type cannot be imported */
  find?(identifier: Properties, context: ProviderContext): Promise<Existing>;
  /** Properties that cannot be changed: a change makes a new resource. */
  readonly replaceOn?: readonly string[];
  /** Rehearsal seconds that making and changing take, beside what the services take themselves. @default 0.5 */
  readonly seconds?: number;
  /** An update that has failed is taken back like one that was done. @default false: what was refused has changed nothing */
  readonly takesFailureBack?: boolean;
  /** The local AWS knows the type but gives it no behaviour. */
  readonly inert?: boolean;
}

export type Providers = Readonly<Record<string, ResourceProvider>>;

/** The provider of a type; of a custom type the one of all custom resources. Undefined when there is none. */
export function tryFindProvider(providers: Providers, type: string): ResourceProvider | undefined {
  return providers[type.startsWith('Custom::') ? 'AWS::CloudFormation::CustomResource' : type];
}

/** Declares a provider whose properties have a type of their own. */
export function provider<P>(definition: ResourceProvider<P>): ResourceProvider {
  return definition as unknown as ResourceProvider;
}
