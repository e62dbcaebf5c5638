import { createHash } from 'node:crypto';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import type { Principal } from '../../principal';
import { Stack } from './stack';

/** All stacks of the account, deleted ones too. */
export class StackStore {
  /** By stack id, oldest first. */
  public readonly all = new Map<string, Stack>();

  constructor(private readonly cloud: Cloud) {}

  /** A new stack that is not there yet: its template is to be read first. */
  public draft(name: string, caller: Principal): Stack {
    const digest = createHash('sha256').update(`${name}/${this.all.size}`).digest('hex');
    const uuid = digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
    const { clock } = this.cloud;
    return new Stack(this.cloud.arn('cloudformation', `stack/${name}/${uuid}`), name, clock.now(), caller, () =>
      clock.now(),
    );
  }

  /** From here on the stack is there. */
  public keep(stack: Stack): Stack {
    this.all.set(stack.id, stack);
    return stack;
  }

  /** A stack by its name (unless it is deleted) or its id. */
  public tryFind(nameOrId: string): Stack | undefined {
    return this.all.get(nameOrId) ?? [...this.all.values()].find((one) => one.name === nameOrId && !one.isDeleted);
  }

  /** @throws AwsError ValidationError when there is no such stack */
  public find(nameOrId: string | undefined): Stack {
    const stack = nameOrId === undefined ? undefined : this.tryFind(nameOrId);
    if (!stack) throw new AwsError('ValidationError', `Stack with id ${nameOrId} does not exist`);
    return stack;
  }

  /** The stacks that exist. */
  public get present(): Stack[] {
    return [...this.all.values()].filter((one) => !one.isDeleted);
  }

  /** The value of an export, or undefined. */
  public exported(name: string): string | undefined {
    return this.exporterOf(name)?.outputs.find((one) => one.exportName === name)?.value;
  }

  public exporterOf(name: string): Stack | undefined {
    return this.present.find((stack) => stack.outputs.some((one) => one.exportName === name));
  }
}
