import type { CreateStateMachineInput, Tag } from '@aws-sdk/client-sfn';
import type { Workflow } from './language/workflow';

/** A state machine. */
export interface Machine {
  readonly arn: string;
  readonly name: string;
  readonly createdAt: number;
  readonly settings: Pick<CreateStateMachineInput, 'loggingConfiguration' | 'tracingConfiguration'>;
  readonly tags: Tag[];
  roleArn: string;
  definition: string;
  workflow: Workflow;
  revisionId: string;
  deleting: boolean;
}
