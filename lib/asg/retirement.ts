import { type Duration, Stack } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { allow } from '../machine/allow';
import { releasePath } from '../machine/release-descriptor';
import { retireDefinition } from '../machine/retire-definition';
import type { PerColour } from '../machine/workload';
import type { AsgColour } from './colour';

/** What the retirement of a previous colour needs. */
export interface RetirementOptions {
  readonly table: dynamodb.ITable;
  readonly after: Duration;
  readonly colours: PerColour<AsgColour>;
  /** Answers where the traffic is. */
  readonly decide: lambda.IFunction;
  /** What whoever changes a group needs beside that. */
  readonly launches: readonly iam.PolicyStatement[];
}

/** The machine that scales the previous colour to zero some time after its release. */
export function defineRetirement(
  scope: Construct,
  name: string,
  { table, after, colours, decide, launches }: RetirementOptions,
): void {
  const { blue, green } = colours;
  const definition = retireDefinition({
    path: releasePath(scope),
    table: table.tableName,
    seconds: after.toSeconds(),
    decideFunction: decide.functionArn,
    groups: {
      blue: blue.autoScalingGroup.autoScalingGroupName,
      green: green.autoScalingGroup.autoScalingGroupName,
    },
  });
  const machine = new sfn.StateMachine(scope, 'Retire', {
    stateMachineName: name,
    definitionBody: sfn.DefinitionBody.fromString(Stack.of(scope).toJsonString(definition)),
  });
  machine.addToRolePolicy(allow(['lambda:InvokeFunction'], [decide.functionArn]));
  machine.addToRolePolicy(allow(['dynamodb:UpdateItem'], [table.tableArn]));
  machine.addToRolePolicy(allow(['autoscaling:UpdateAutoScalingGroup'], [blue.groupArn, green.groupArn]));
  for (const statement of launches) machine.addToRolePolicy(statement);
}
