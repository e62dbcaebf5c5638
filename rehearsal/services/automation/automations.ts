import { randomUUID } from 'node:crypto';
import type * as sdk from '@aws-sdk/client-ssm';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import type { Principal } from '../../principal';
import type { Call } from '../../service';
import { page } from '../page';
import { act } from './actions';
import type { Documents } from './documents';
import { parametersOf, type Runbook, type RunbookStep, readRunbook } from './runbook';
import { filledIn } from './variables';

/**
 * Automation: runbooks, run step by step with the rights of who starts them.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-automation.html
 */
export class Automations {
  private readonly executions = new Map<string, sdk.AutomationExecution>();

  constructor(
    private readonly cloud: Cloud,
    private readonly documents: Documents,
  ) {}

  public readonly operations = {
    StartAutomationExecution: (input: sdk.StartAutomationExecutionRequest, { principal }: Call) =>
      this.start(input, principal),
    GetAutomationExecution: ({ AutomationExecutionId = '' }: sdk.GetAutomationExecutionRequest) => {
      const found = this.executions.get(AutomationExecutionId);
      if (found) return { AutomationExecution: found };
      throw new AwsError(
        'AutomationExecutionNotFoundException',
        `Automation execution ${AutomationExecutionId} was not found`,
      );
    },
    DescribeAutomationExecutions: ({ MaxResults = 50, NextToken }: sdk.DescribeAutomationExecutionsRequest) => {
      const { items, nextToken } = page([...this.executions.values()].reverse(), MaxResults, NextToken);
      return { AutomationExecutionMetadataList: items, NextToken: nextToken };
    },
  };

  private start(
    { DocumentName, DocumentVersion, Parameters = {} }: sdk.StartAutomationExecutionRequest,
    principal: Principal,
  ): sdk.StartAutomationExecutionResult {
    const { content, version } = this.documents.read(DocumentName, DocumentVersion);
    const runbook = readRunbook(content);
    const values = parametersOf(runbook, Parameters);
    const AutomationExecutionId = randomUUID();
    const execution: sdk.AutomationExecution = {
      AutomationExecutionId,
      DocumentName,
      DocumentVersion: version,
      ExecutionStartTime: new Date(this.cloud.clock.now()),
      AutomationExecutionStatus: 'InProgress',
      StepExecutions: [],
      Parameters: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]])),
      Mode: 'Auto',
      ExecutedBy: principal.arn,
    };
    this.executions.set(AutomationExecutionId, execution);
    void this.run(execution, runbook, values, principal);
    return { AutomationExecutionId };
  }

  /** Runs step after step; the first that fails ends it. */
  private async run(
    execution: sdk.AutomationExecution,
    { mainSteps }: Runbook,
    parameters: Readonly<Record<string, string>>,
    principal: Principal,
  ): Promise<void> {
    const { cloud } = this;
    const variables: Record<string, string> = {
      ...parameters,
      'automation:EXECUTION_ID': execution.AutomationExecutionId ?? '',
      'global:ACCOUNT_ID': cloud.account,
      'global:REGION': cloud.region,
    };
    let step: RunbookStep | undefined = mainSteps[0];
    while (step) {
      const { name, action, inputs = {}, nextStep, isEnd }: RunbookStep = step;
      const told: sdk.StepExecution = { StepName: name, Action: action, StepStatus: 'InProgress' };
      execution.StepExecutions?.push(told);
      try {
        const { outputs = {}, next } = await act(cloud, step, filledIn(inputs, variables), principal);
        for (const [output, value] of Object.entries(outputs)) variables[`${name}.${output}`] = value;
        told.StepStatus = 'Success';
        const following: string | undefined = mainSteps[mainSteps.indexOf(step) + 1]?.name;
        const wanted: string | undefined = isEnd ? undefined : (next ?? nextStep ?? following);
        step = mainSteps.find((one: RunbookStep) => one.name === wanted);
      } catch (error) {
        told.StepStatus = 'Failed';
        told.FailureMessage = (error as Error).message;
        execution.FailureMessage = `Step fails when it is executing ${name}: ${told.FailureMessage}`;
        break;
      }
    }
    execution.AutomationExecutionStatus = execution.FailureMessage === undefined ? 'Success' : 'Failed';
    execution.ExecutionEndTime = new Date(cloud.clock.now());
  }
}
