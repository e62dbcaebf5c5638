import { Aws, type Duration, Lazy, Names, Stack } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { allow } from '../machine/allow';
import { releasePath } from '../machine/release-descriptor';
import type { PerColour } from '../machine/workload';
import { defaultBus } from '../private/default-bus';
import type { HandlerName } from '../private/handler-code';
import { HandlerFunction } from '../private/handler-function';
import type { Analysis } from './analysis';
import { renderAnalysisVariables } from './analysis-variables';
import { analysisStatements } from './permissions';
import { PROBE_SECONDS, type Probe } from './probe';
import type { Stopping } from './watch/parts';
import { watchDefinition } from './watch/watch-definition';

/** The deployments of one service: what CodeDeploy and ECS itself do differently. */
export interface WatchedDeployments {
  readonly handler: HandlerName;
  /** The handler's settings; what is in them may be added to until synthesis. */
  readonly settings: () => object;
  /** What the handler reads. */
  readonly reads: readonly iam.PolicyStatement[];
  readonly stopping: Stopping;
  /** What `stopping` needs. */
  readonly stop: iam.PolicyStatement;
  /** The events that a deployment begins with. */
  readonly begins: events.EventPattern;
  /** The deployment's name in such an event; undefined where it is named otherwise there, and the handler finds it. */
  readonly named?: string;
}

/** What is watched. */
export interface DeploymentWatchProps {
  readonly deployments: WatchedDeployments;
  /** Without it releases are recorded and told of, and never stopped. */
  readonly analysis?: Analysis;
  /** CloudWatch's dimensions of the two target groups. */
  readonly dimensions: PerColour<Readonly<Record<string, string>>>;
  readonly probe?: Probe;
  readonly recordRetention: Duration;
  readonly table: dynamodb.ITable;
}

/**
 * Watches the releases that AWS carries out: a rule starts one state machine for each deployment, which asks one function to look until
 * the deployment has ended, and stops it when the analysis says so. By `docs/decisions/0011-how-analysis-is-wired.md`.
 */
export class DeploymentWatch extends Construct {
  /** The record of releases, with every look. */
  public readonly table: dynamodb.ITable;
  /** The function that looks, and answers the preflight of `bluegreen release`. */
  public readonly lookFunction: lambda.IFunction;

  constructor(scope: Construct, id: string, props: DeploymentWatchProps) {
    super(scope, id);
    const { deployments } = props;
    const stack = Stack.of(this);
    this.table = props.table;
    const look = this.defineLook(scope, props);
    this.lookFunction = look;

    // A name of its own, because it starts its own successor.
    const name = Names.uniqueResourceName(this, { maxLength: 80, separator: '-' });
    const definition = watchDefinition({
      stopping: deployments.stopping,
      path: releasePath(scope),
      table: this.table.tableName,
      lookFunction: look.functionArn,
      recordSeconds: props.recordRetention.toSeconds(),
      blind: blindness(props.analysis),
    });
    const machine = new sfn.StateMachine(this, 'Watch', {
      stateMachineName: name,
      definitionBody: sfn.DefinitionBody.fromString(stack.toJsonString(definition)),
    });
    const self = `arn:${Aws.PARTITION}:states:${stack.region}:${stack.account}:stateMachine:${name}`;
    const statements = [
      allow(['lambda:InvokeFunction'], [look.functionArn]),
      allow(['dynamodb:UpdateItem'], [this.table.tableArn]),
      allow(['events:PutEvents'], [defaultBus(this)]),
      deployments.stop,
      allow(['states:StartExecution'], [self]),
    ];
    for (const statement of statements) machine.addToRolePolicy(statement);
    this.defineRule(machine, deployments);
  }

  private defineLook(scope: Construct, props: DeploymentWatchProps): lambda.IFunction {
    const { analysis, probe, dimensions, deployments, recordRetention } = props;
    const stack = Stack.of(this);
    return new HandlerFunction(this, 'Look', {
      handler: deployments.handler,
      description: `Looks at releases of ${scope.node.path}`,
      settings: Lazy.string({ produce: () => stack.toJsonString(deployments.settings()) }),
      environment: renderAnalysisVariables(this, {
        analysis,
        dimension: 'target-group',
        colours: { blue: { dimensions: dimensions.blue }, green: { dimensions: dimensions.green } },
        table: this.table.tableName,
        recordSeconds: recordRetention.toSeconds(),
        askSeconds: probe || !analysis ? PROBE_SECONDS : analysis._render('target-group').lookSeconds,
        probe: analysis && probe?.settings,
      }),
      network: analysis && probe?.network,
      statements: [...deployments.reads, ...(analysis ? analysisStatements(this.table.tableArn) : [])],
    }).function;
  }

  private defineRule(machine: sfn.StateMachine, { begins, named }: WatchedDeployments): void {
    new events.Rule(this, 'Starts', {
      description: `Watches releases of ${this.node.scope?.node.path} from their start`,
      eventPattern: begins,
      targets: [
        new targets.SfnStateMachine(machine, {
          input: events.RuleTargetInput.fromObject({
            ...(named !== undefined && { deployment: events.EventField.fromPath(named) }),
            startedAt: events.EventField.fromPath('$.time'),
          }),
        }),
      ],
    });
  }
}

/** For how long nobody may be able to look at a release, and what then; what decides nothing stops nothing. */
function blindness(analysis: Analysis | undefined): { readonly seconds: number; readonly action: 'pass' | 'fail' } {
  if (!analysis) return { seconds: 0, action: 'pass' };
  const { blind, plan } = analysis._render('target-group');
  return plan.dryRun ? { ...blind, action: 'pass' } : blind;
}
