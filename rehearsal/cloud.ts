import { AwsError } from './aws-error';
import type { Clock } from './clock';
import { EventBus } from './event-bus';
import type { Principal } from './principal';
import type { Client, Operations, Service } from './service';
import type { Switches } from './switches';

/** A call that reached the local AWS, as the report tells it. */
export interface CallRecord {
  readonly at: number;
  readonly principal: Principal;
  /** The IAM action, e.g. `elasticloadbalancing:ModifyListener`. */
  readonly action: string;
  readonly outcome: 'done' | 'denied' | 'failed';
  /** AWS's error name when it was denied or failed. */
  readonly error?: string;
}

/** Decides whether a caller may do what it asks for; throws AWS's access-denied error when not. */
export interface Gatekeeper {
  admit(principal: Principal, service: Service, operation: string, input: unknown): void;
}

export interface CloudOptions {
  readonly clock: Clock;
  readonly switches: Switches;
  readonly account?: string;
  readonly region?: string;
}

/** One account in one region of the local AWS: its services, who may call them, and what was called. */
export class Cloud {
  public readonly account: string;
  public readonly region: string;
  public readonly clock: Clock;
  public readonly switches: Switches;
  public readonly events = new EventBus();
  /** Everything that was called, in order. */
  public readonly calls: CallRecord[] = [];
  /** Checks every call of a role; without one (as in tests of a single service) everything is allowed. */
  public gatekeeper?: Gatekeeper;
  private readonly services = new Map<string, Service>();

  constructor(options: CloudOptions) {
    this.clock = options.clock;
    this.switches = options.switches;
    this.account = options.account ?? '123456789012';
    this.region = options.region ?? 'us-east-1';
  }

  public add<S extends Service>(service: S): S {
    this.services.set(service.prefix, service);
    return service;
  }

  /** The service with an IAM prefix, or undefined when the local AWS does not have it. */
  public tryFindService(prefix: string): Service | undefined {
    return this.services.get(prefix);
  }

  /** Calls an operation as somebody: checked, recorded, then done. */
  public async call(prefix: string, operation: string, input: unknown, principal: Principal): Promise<unknown> {
    const service = this.services.get(prefix);
    const run = service?.operations[operation];
    if (!service || !run) {
      throw new AwsError('UnknownOperationException', `the local AWS has no operation ${prefix}:${operation}`, 404);
    }
    try {
      this.gatekeeper?.admit(principal, service, operation, input);
      const output = await run(input, { principal, clock: this.clock });
      this.record(principal, `${prefix}:${operation}`, 'done');
      return output;
    } catch (error) {
      const code = error instanceof AwsError ? error.code : 'InternalFailure';
      this.record(principal, `${prefix}:${operation}`, code.startsWith('AccessDenied') ? 'denied' : 'failed', code);
      throw error;
    }
  }

  /** A service as one caller sees it. */
  public client<O extends Operations>(service: Service<O>, principal: Principal): Client<O> {
    const call = (operation: string) => (input: unknown) => this.call(service.prefix, operation, input, principal);
    return Object.fromEntries(Object.keys(service.operations).map((name) => [name, call(name)])) as Client<O>;
  }

  /** An ARN of this account and region. */
  public arn(service: string, resource: string): string {
    return `arn:aws:${service}:${this.region}:${this.account}:${resource}`;
  }

  private record(principal: Principal, action: string, outcome: CallRecord['outcome'], error?: string): void {
    this.calls.push({ at: this.clock.now(), principal, action, outcome, error });
  }
}
