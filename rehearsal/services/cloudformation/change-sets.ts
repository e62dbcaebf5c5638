import type {
  CreateChangeSetCommandInput,
  CreateChangeSetOutput,
  DescribeChangeSetOutput,
} from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../aws-error';
import { type ChangeSet, isSameBeside, NO_CHANGES, plannedChanges } from './change-set';
import { importChanges, importsOf } from './import-stack';
import type { Stack, StackModel } from './stack';
import { validated } from './stack-models';
import type { OperationTools } from './stack-operation';
import { scopeOf } from './stack-scope';

/** The change sets of all stacks. */
export class ChangeSets {
  private readonly all = new Map<string, ChangeSet>();

  constructor(private readonly tools: OperationTools) {}

  public async create(
    input: CreateChangeSetCommandInput,
    stack: Stack,
    model: StackModel,
  ): Promise<CreateChangeSetOutput> {
    const { cloud, providers, store } = this.tools;
    const name = input.ChangeSetName ?? '';
    if (this.tryFind(name, stack.name))
      throw new AwsError('AlreadyExistsException', `ChangeSet ${name} already exists for stack ${stack.id}`);
    const isImport = input.ChangeSetType === 'IMPORT';
    const type = isImport ? 'IMPORT' : stack.status === 'REVIEW_IN_PROGRESS' ? 'CREATE' : 'UPDATE';
    const imports = importsOf(input.ResourcesToImport);
    const scope = scopeOf(stack, model, cloud, providers, (one) => store.exported(one));
    const planned = await validated(() => plannedChanges(stack, model, scope, providers));
    const changes = isImport ? importChanges(stack, model, planned, imports, providers) : planned;
    const hasChanges = changes.length > 0 || !isSameBeside(stack.model, model);
    const id = cloud.arn('cloudformation', `changeSet/${name}/${this.all.size}-${stack.id.split('/').at(-1)}`);
    this.all.set(id, {
      ...{ id, name, stack, type, imports, model, changes, createdAt: cloud.clock.now() },
      description: input.Description,
      roleArn: input.RoleARN,
      status: hasChanges ? 'CREATE_COMPLETE' : 'FAILED',
      executionStatus: hasChanges ? 'AVAILABLE' : 'UNAVAILABLE',
      reason: hasChanges ? undefined : NO_CHANGES,
    });
    return { Id: id, StackId: stack.id };
  }

  /** @throws AwsError ChangeSetNotFound */
  public find(nameOrId: string | undefined, stackName?: string): ChangeSet {
    const found = this.tryFind(nameOrId ?? '', stackName);
    if (!found) throw new AwsError('ChangeSetNotFound', `ChangeSet [${nameOrId}] does not exist`, 404);
    return found;
  }

  public delete(nameOrId: string | undefined, stackName?: string): void {
    const found = this.tryFind(nameOrId ?? '', stackName);
    if (found) this.all.delete(found.id);
  }

  public of(stack: Stack): ChangeSet[] {
    return [...this.all.values()].filter((one) => one.stack === stack);
  }

  /** Takes the change set for execution: it and its siblings are used up. @throws AwsError InvalidChangeSetStatus */
  public take(changeSet: ChangeSet): void {
    if (changeSet.executionStatus !== 'AVAILABLE')
      throw new AwsError(
        'InvalidChangeSetStatus',
        `ChangeSet [${changeSet.id}] cannot be executed in its current status of [${changeSet.status}]`,
      );
    for (const one of this.of(changeSet.stack)) this.all.delete(one.id);
    changeSet.executionStatus = 'EXECUTE_IN_PROGRESS';
  }

  public describe(changeSet: ChangeSet): DescribeChangeSetOutput {
    const { id, name, stack, model, changes, status, executionStatus, reason, createdAt, description } = changeSet;
    return {
      ...{ ChangeSetId: id, ChangeSetName: name, StackId: stack.id, StackName: stack.name, Description: description },
      Parameters: Object.entries(model.given).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
      ...{ CreationTime: new Date(createdAt), Status: status, StatusReason: reason, ExecutionStatus: executionStatus },
      Capabilities: [...model.capabilities] as DescribeChangeSetOutput['Capabilities'],
      ...{ Tags: [...model.tags], Changes: [...changes], NotificationARNs: [], RollbackConfiguration: {} },
      IncludeNestedStacks: false,
    };
  }

  private tryFind(nameOrId: string, stack?: string): ChangeSet | undefined {
    const isOf = (one: ChangeSet) => stack === undefined || one.stack.name === stack || one.stack.id === stack;
    const named = [...this.all.values()].find((one) => one.name === nameOrId && isOf(one));
    return this.all.get(nameOrId) ?? named;
  }
}
