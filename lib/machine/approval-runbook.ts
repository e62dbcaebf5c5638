import { Aws } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { ApprovalLinks } from './workload';

/** What the runbook answers for. */
export interface ApprovalRunbookProps {
  /** What the CLI calls the construct. */
  readonly path: string;
  readonly table: dynamodb.ITable;
}

/**
 * A runbook that promotes or rejects a release that waits at its gate, by the same calls as the CLI, so that a link in a message can lead
 * to it. See `docs/decisions/0026-approval-by-runbook.md`.
 *
 * It has no role: it runs with the rights of whoever starts it, who is signed in to the console.
 */
export class ApprovalRunbook extends Construct {
  /** Where the console opens the runbook, its parameters filled in; the release's id comes after each. */
  public readonly links: ApprovalLinks;

  constructor(scope: Construct, id: string, { path, table }: ApprovalRunbookProps) {
    super(scope, id);
    const document = new ssm.CfnDocument(this, 'Resource', {
      documentType: 'Automation',
      documentFormat: 'JSON',
      // A link that was sent leads to the same document after a stack update.
      updateMethod: 'NewVersion',
      content: content(path, table.tableName),
    });
    const link = (answer: string) =>
      `https://${Aws.REGION}.console.aws.amazon.com/systems-manager/automation/execute/${document.ref}?region=${Aws.REGION}` +
      `#documentVersion=%24LATEST&Answer=${answer}&Release=`;
    this.links = { promote: link('promote'), reject: link('reject') };
  }
}

/** @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-schemas.html */
function content(path: string, TableName: string): object {
  const record = {
    Service: 'dynamodb',
    Api: 'GetItem',
    TableName,
    Key: { kind: { S: 'release' }, id: { S: '{{ Release }}' } },
    ConsistentRead: true,
  };
  return {
    schemaVersion: '0.3',
    description:
      `Promotes or rejects a release of ${path} that waits for a person. ` +
      'When it fails with TaskTimedOut, the gate was just judging the alarms: run it again.',
    parameters: {
      // What a template could smuggle into a step is not allowed.
      Release: { type: 'String', description: 'Id of the release.', allowedPattern: '[A-Za-z0-9_-]{1,80}' },
      Answer: { type: 'String', description: 'What becomes of it.', allowedValues: ['promote', 'reject'] },
      Reason: {
        type: 'String',
        description: 'Kept with a rejected release.',
        default: 'no reason given',
        allowedPattern: '[^{}]{1,500}',
      },
    },
    mainSteps: [
      {
        name: 'WhoAnswers',
        action: 'aws:executeAwsApi',
        inputs: { Service: 'sts', Api: 'GetCallerIdentity' },
        outputs: [{ Name: 'Arn', Selector: '$.Arn', Type: 'String' }],
      },
      {
        name: 'ReleaseMustBeWaiting',
        action: 'aws:assertAwsResourceProperty',
        inputs: { ...record, PropertySelector: '$.Item.phase.S', DesiredValues: ['waiting'] },
      },
      {
        name: 'ReadTaskToken',
        action: 'aws:executeAwsApi',
        inputs: record,
        outputs: [{ Name: 'Token', Selector: '$.Item.taskToken.S', Type: 'String' }],
      },
      {
        name: 'PromoteOrReject',
        action: 'aws:branch',
        inputs: {
          Choices: [{ NextStep: 'Promote', Variable: '{{ Answer }}', StringEquals: 'promote' }],
          Default: 'Reject',
        },
      },
      {
        name: 'Promote',
        action: 'aws:executeAwsApi',
        inputs: {
          Service: 'stepfunctions',
          Api: 'SendTaskSuccess',
          taskToken: '{{ ReadTaskToken.Token }}',
          output: '{"who":"{{ WhoAnswers.Arn }}"}',
        },
        isEnd: true,
      },
      {
        name: 'Reject',
        action: 'aws:executeAwsApi',
        inputs: {
          Service: 'stepfunctions',
          Api: 'SendTaskFailure',
          taskToken: '{{ ReadTaskToken.Token }}',
          error: 'Rejected',
          cause: 'rejected by {{ WhoAnswers.Arn }}: {{ Reason }}',
        },
        isEnd: true,
      },
    ],
  };
}
