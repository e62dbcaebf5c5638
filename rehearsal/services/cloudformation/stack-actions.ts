import { AwsError } from '../../aws-error';
import { type Principal, roleWith } from '../../principal';
import { CreateStack } from './create-stack';
import { ImportIntoStack, type Imports } from './import-stack';
import type { Stack, StackModel } from './stack';
import { type ReadObject, stackModel, type TemplateRequest } from './stack-models';
import type { OperationTools } from './stack-operation';
import { UpdateStack } from './update-stack';

/** What the operations on stacks and change sets have in common: checks, and starting the work. */
export class StackActions {
  constructor(
    public readonly tools: OperationTools,
    private readonly readObject: ReadObject,
    private readonly isRole?: (arn: string) => boolean,
  ) {}

  public newStack(name: string, caller: Principal): Stack {
    if (!/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name))
      throw new AwsError(
        'ValidationError',
        `1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
      );
    return this.tools.store.draft(name, caller);
  }

  public model(request: TemplateRequest, stack: Stack, principal: Principal): Promise<StackModel> {
    const pseudo = stack.pseudo(this.tools.cloud.account, this.tools.cloud.region);
    return stackModel(request, pseudo, this.tools.cloud, principal, this.readObject, stack.model);
  }

  public create(stack: Stack, model: StackModel, roleArn: string | undefined, caller: Principal): void {
    stack.model = model;
    stack.roleArn = roleArn;
    stack.actor = this.actor(roleArn, caller);
    stack.enter('CREATE_IN_PROGRESS', 'User Initiated');
    this.run(stack, () => new CreateStack(stack, this.tools).run(model));
  }

  public update(stack: Stack, model: StackModel, roleArn: string | undefined, caller: Principal): void {
    stack.roleArn = roleArn ?? stack.roleArn;
    stack.actor = this.actor(stack.roleArn, caller);
    stack.enter('UPDATE_IN_PROGRESS', 'User Initiated');
    this.run(stack, () => new UpdateStack(stack, this.tools).run(model));
  }

  public import(stack: Stack, model: StackModel, imports: Imports, caller: Principal): void {
    stack.actor = this.actor(stack.roleArn, caller);
    stack.enter('IMPORT_IN_PROGRESS', 'User Initiated');
    this.run(stack, () => new ImportIntoStack(stack, this.tools).run(model, imports));
  }

  public run(stack: Stack, work: () => Promise<void>): void {
    stack.operation = work();
    // Who waits for the operation sees an error of ours; nobody waiting must not end the process.
    stack.operation.catch(() => undefined);
  }

  public actor(roleArn: string | undefined, caller: Principal): Principal {
    return roleArn && this.isRole?.(roleArn) ? roleWith(roleArn) : caller;
  }

  /** A stack that is being created may be deleted; one that is being updated may not. */
  public checkDeletable(stack: Stack): void {
    if (stack.isInProgress && stack.status !== 'CREATE_IN_PROGRESS')
      throw new AwsError('ValidationError', `Stack [${stack.id}] cannot be deleted while in status ${stack.status}`);
  }

  public checkUpdatable(stack: Stack): void {
    const cannot = ['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED', 'DELETE_FAILED', 'UPDATE_ROLLBACK_FAILED'];
    if (stack.isInProgress || stack.isDeleted || cannot.includes(stack.status))
      throw new AwsError('ValidationError', `Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
  }

  public userOfExport(stack: Stack): string | undefined {
    for (const { exportName } of stack.outputs) {
      const user = exportName && this.tools.store.present.find((one) => one !== stack && one.imports.has(exportName));
      if (user) return `Export ${exportName} cannot be deleted as it is in use by ${user.name}`;
    }
    return undefined;
  }
}
