import type * as sdk from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../aws-error';
import type { Call } from '../../service';
import type { ChangeSets } from './change-sets';
import type { StackActions } from './stack-actions';

/** The operations on change sets. */
export function changeSetOperations(actions: StackActions, changeSets: ChangeSets) {
  const { store } = actions.tools;
  return {
    CreateChangeSet: async (
      input: sdk.CreateChangeSetCommandInput,
      { principal }: Call,
    ): Promise<sdk.CreateChangeSetOutput> => {
      const name = input.StackName ?? '';
      const found = store.tryFind(name);
      if (input.ChangeSetType === 'IMPORT' && !found)
        throw new AwsError('ValidationError', 'the local AWS imports resources into existing stacks only');
      if (input.ChangeSetType !== 'CREATE') {
        const stack = store.find(name);
        actions.checkUpdatable(stack);
        return changeSets.create(input, stack, await actions.model(input, stack, principal));
      }
      if (found && found.status !== 'REVIEW_IN_PROGRESS')
        throw new AwsError(
          'ValidationError',
          `Stack [${name}] already exists and cannot be created again with the changeSet [${input.ChangeSetName}].`,
        );
      const stack = found ?? actions.newStack(name, principal);
      const model = await actions.model(input, stack, principal);
      if (!found) store.keep(stack).enter('REVIEW_IN_PROGRESS', 'User Initiated');
      return changeSets.create(input, stack, model);
    },

    DescribeChangeSet: (input: sdk.DescribeChangeSetCommandInput): sdk.DescribeChangeSetOutput =>
      changeSets.describe(changeSets.find(input.ChangeSetName, input.StackName)),

    ListChangeSets: (input: sdk.ListChangeSetsCommandInput): sdk.ListChangeSetsOutput => {
      const found = changeSets.of(store.find(input.StackName));
      return { Summaries: found.map((one) => changeSets.describe(one)) };
    },

    DeleteChangeSet: (input: sdk.DeleteChangeSetCommandInput): sdk.DeleteChangeSetOutput => {
      changeSets.delete(input.ChangeSetName, input.StackName);
      return {};
    },

    ExecuteChangeSet: (input: sdk.ExecuteChangeSetCommandInput, { principal }: Call): sdk.ExecuteChangeSetOutput => {
      const changeSet = changeSets.find(input.ChangeSetName, input.StackName);
      const { stack, model, type, roleArn } = changeSet;
      if (type !== 'CREATE') actions.checkUpdatable(stack);
      changeSets.take(changeSet);
      stack.disableRollback = input.DisableRollback ?? false;
      if (type === 'CREATE') actions.create(stack, model, roleArn, principal);
      else if (type === 'IMPORT') actions.import(stack, model, changeSet.imports, principal);
      else actions.update(stack, model, roleArn, principal);
      return {};
    },
  };
}
