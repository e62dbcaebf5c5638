import type * as sdk from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../aws-error';
import type { Call } from '../../service';
import { isSameBeside, plannedChanges } from './change-set';
import { DeleteStack } from './delete-stack';
import { describeStack } from './descriptions';
import type { StackActions } from './stack-actions';
import { validated } from './stack-models';
import { scopeOf } from './stack-scope';

/** The operations that create, update and delete stacks. They answer at once; the work goes on in the background. */
export function stackOperations(actions: StackActions) {
  const { tools } = actions;
  const { cloud, providers, store } = tools;
  return {
    CreateStack: async (input: sdk.CreateStackCommandInput, { principal }: Call): Promise<sdk.CreateStackOutput> => {
      const name = input.StackName ?? '';
      if (store.tryFind(name)) throw new AwsError('AlreadyExistsException', `Stack [${name}] already exists`);
      const stack = actions.newStack(name, principal);
      const model = await actions.model(input, stack, principal);
      if (store.tryFind(name)) throw new AwsError('AlreadyExistsException', `Stack [${name}] already exists`);
      store.keep(stack);
      stack.terminationProtection = input.EnableTerminationProtection ?? false;
      stack.disableRollback = input.DisableRollback === true || input.OnFailure === 'DO_NOTHING';
      actions.create(stack, model, input.RoleARN, principal);
      return { StackId: stack.id };
    },

    UpdateStack: async (input: sdk.UpdateStackCommandInput, { principal }: Call): Promise<sdk.UpdateStackOutput> => {
      const stack = store.find(input.StackName);
      actions.checkUpdatable(stack);
      const model = await actions.model(input, stack, principal);
      const scope = scopeOf(stack, model, cloud, providers, (one) => store.exported(one));
      const changes = await validated(() => plannedChanges(stack, model, scope, providers));
      if (changes.length === 0 && isSameBeside(stack.model, model))
        throw new AwsError('ValidationError', 'No updates are to be performed.');
      stack.disableRollback = input.DisableRollback ?? false;
      actions.update(stack, model, input.RoleARN, principal);
      return { StackId: stack.id };
    },

    DeleteStack: (input: sdk.DeleteStackCommandInput, { principal }: Call): void => {
      const stack = store.tryFind(input.StackName ?? '');
      if (!stack || stack.isDeleted) return;
      if (stack.terminationProtection)
        throw new AwsError(
          'ValidationError',
          `Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`,
        );
      if (stack.status === 'DELETE_IN_PROGRESS') return;
      actions.checkDeletable(stack);
      const creation = stack.operation;
      stack.interrupt();
      stack.actor = actions.actor(input.RoleARN ?? stack.roleArn, principal);
      stack.enter('DELETE_IN_PROGRESS', 'User Initiated');
      const user = actions.userOfExport(stack);
      if (user) stack.enter('DELETE_FAILED', user);
      else
        actions.run(stack, async () => {
          await creation.catch(() => undefined);
          await new DeleteStack(stack, tools).run(input.RetainResources ?? []);
        });
    },

    UpdateTerminationProtection: (
      input: sdk.UpdateTerminationProtectionCommandInput,
    ): sdk.UpdateTerminationProtectionOutput => {
      const stack = store.find(input.StackName);
      stack.terminationProtection = input.EnableTerminationProtection ?? false;
      return { StackId: stack.id };
    },

    /**
     * What is being changed is given up, and the stack goes back at once. A custom resource is asked the other way round although
     * its first question is open; an answer to that is not heard any more (seen in https://github.com/aws/aws-cdk/issues/31541).
     *
     * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CancelUpdateStack.html
     */
    CancelUpdateStack: (input: sdk.CancelUpdateStackCommandInput): void => {
      const stack = store.find(input.StackName);
      if (stack.status !== 'UPDATE_IN_PROGRESS')
        throw new AwsError('ValidationError', 'CancelUpdateStack cannot be called from current stack status');
      stack.enter('UPDATE_ROLLBACK_IN_PROGRESS', 'User Initiated');
      stack.interrupt();
    },

    /** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ContinueUpdateRollback.html */
    ContinueUpdateRollback: (
      input: sdk.ContinueUpdateRollbackCommandInput,
      { principal }: Call,
    ): sdk.ContinueUpdateRollbackOutput => {
      const stack = store.find(input.StackName);
      const { continueRollback } = stack;
      // AWS's own words for it are not known here.
      if (stack.status !== 'UPDATE_ROLLBACK_FAILED' || !continueRollback)
        throw new AwsError(
          'ValidationError',
          `Stack:${stack.id} is in ${stack.status} state and can not continue its rollback.`,
        );
      stack.roleArn = input.RoleARN ?? stack.roleArn;
      stack.actor = actions.actor(stack.roleArn, principal);
      stack.enter('UPDATE_ROLLBACK_IN_PROGRESS', 'User Initiated');
      actions.run(stack, () => continueRollback(input.ResourcesToSkip ?? []));
      return {};
    },

    DescribeStacks: (input: sdk.DescribeStacksCommandInput): sdk.DescribeStacksOutput => {
      const stacks = input.StackName === undefined ? store.present : [store.find(input.StackName)];
      return { Stacks: stacks.map(describeStack) };
    },
  };
}
