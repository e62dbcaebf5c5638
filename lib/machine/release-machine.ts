import { ArnFormat, type Duration, Lazy, Names, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { ColourSource } from '../../lambda/shared/analysis/settings';
import type { Analysis } from '../analysis/analysis';
import { renderAnalysisVariables } from '../analysis/analysis-variables';
import type { Dimension } from '../analysis/measure';
import { affordablePace } from '../analysis/pace';
import { analysisStatements } from '../analysis/permissions';
import { PROBE_SECONDS, type Probe } from '../analysis/probe';
import type { Approval } from '../hooks/approval';
import { executionsUrl } from '../observe/console-links';
import { defaultBus } from '../private/default-bus';
import type { HandlerName } from '../private/handler-code';
import { HandlerFunction } from '../private/handler-function';
import { AlarmRules } from './alarm-rules';
import { allow } from './allow';
import { ApprovalRunbook } from './approval-runbook';
import type { MachineHookBinding } from './machine-hooks';
import { releaseDefinition } from './release-definition';
import { defineReleaseDescriptor, releasePath } from './release-descriptor';
import { defineReleaseTable } from './release-table';
import { rollbackDefinition } from './rollback-definition';
import type { ApprovalLinks, Gate, MachineParts, PerColour, ShiftStep, Workload } from './workload';

/** What a release machine is made of. */
export interface ReleaseMachineProps {
  readonly kind: 'asg' | 'dns';
  readonly handler: HandlerName;
  /** What the deciding function reads, as JSON; resolved last, so that alarms may come later. */
  readonly settings: () => object;
  /** What the deciding function may read. */
  readonly reads: iam.PolicyStatement[];
  /** What both machines may change. */
  readonly writes: iam.PolicyStatement[];
  /** What only a release changes. */
  readonly releaseWrites?: iam.PolicyStatement[];
  readonly steps: readonly ShiftStep[];
  readonly hooks: readonly MachineHookBinding[];
  readonly approval: Approval;
  readonly approvalTopic?: sns.ITopic;
  readonly recordRetention: Duration;
  readonly removalPolicy: RemovalPolicy;
  /** What only a rollback changes. */
  readonly rollbackWrites?: iam.PolicyStatement[];
  /** Made once the function is there. */
  readonly workload: (decideFunction: string) => Workload;
  /** The descriptor's own fields. */
  readonly descriptor: () => object;
  /** How releases are analysed, and where the metrics of the colours are. */
  readonly analysis?: Analysis;
  readonly colourSources?: PerColour<ColourSource>;
  readonly dimension?: Dimension;
  /** What is sent to the candidate while traffic shifts. */
  readonly probe?: Probe;
}

/** A hook's function ends after 15 minutes at the latest. */
const HOOK_TIMEOUT_SECONDS = 930;

/** The table, the function and the two state machines of one construct, by `docs/decisions/0008-release-state-machine.md`. */
export class ReleaseMachine extends Construct {
  public readonly table: dynamodb.Table;
  public readonly release: sfn.StateMachine;
  public readonly rollback: sfn.StateMachine;
  /** The function that answers the machines' questions. */
  public readonly decide: lambda.IFunction;
  /** Where every answer to the machines is logged. */
  public readonly logGroup: logs.ILogGroup;
  /** Where the console shows an execution, whose ARN comes after it. */
  public readonly console = executionsUrl();
  public readonly recordRetention: Duration;
  /** Where a person answers the gate in the console; undefined without one. */
  public readonly approvalLinks?: ApprovalLinks;

  private readonly alarms: string[] = [];
  private readonly alarmRules: AlarmRules;

  constructor(scope: Construct, id: string, props: ReleaseMachineProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const owner = scope;
    this.recordRetention = props.recordRetention;
    this.table = defineReleaseTable(this, 'Table', props.removalPolicy);
    const watching = this.renderWatching(props);
    // It answers the machines' questions, and may only read; with an analysis it writes down what it saw.
    const answers = new HandlerFunction(this, 'Decide', {
      handler: props.handler,
      description: `Decides for releases of ${owner.node.path}`,
      settings: Lazy.string({ produce: () => stack.toJsonString({ ...props.settings(), alarms: this.alarms }) }),
      statements: [...props.reads, ...(props.analysis ? analysisStatements(this.table.tableArn) : [])],
      environment: watching.variables,
      network: props.probe?.network,
    });
    const decide = answers.function;
    this.decide = decide;
    this.logGroup = answers.logGroup;
    // A name of its own, because the rollback machine stops executions of it and the release machine starts the rollback.
    const releaseName = Names.uniqueResourceName(this, { maxLength: 80, separator: '-' });
    const gate = this.defineGate(owner, props);
    this.approvalLinks = gate?.links;
    const { console } = this;
    const parts: Omit<MachineParts, 'rollbackMachine'> = {
      path: releasePath(owner),
      table: this.table.tableName,
      decideFunction: decide.functionArn,
      releaseExecutions: stack.formatArn({
        service: 'states',
        resource: 'execution',
        resourceName: `${releaseName}:`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
      steps: props.steps,
      hooks: props.hooks.map((hook) => ({
        id: hook.name,
        stage: hook.stage,
        functionArn: hook.handler.functionArn,
        timeoutSeconds: HOOK_TIMEOUT_SECONDS,
      })),
      gate,
      recordSeconds: props.recordRetention.toSeconds(),
      firstLookSeconds: watching.askSeconds,
      consoleUrl: console,
      workload: props.workload(decide.functionArn),
    };

    this.rollback = this.defineMachine('Rollback', rollbackDefinition({ ...parts, rollbackMachine: '' }), [
      ...props.writes,
      ...(props.rollbackWrites ?? []),
    ]);
    this.release = this.defineMachine(
      'Release',
      releaseDefinition({ ...parts, rollbackMachine: this.rollback.stateMachineArn }),
      [...props.writes, ...(props.releaseWrites ?? [])],
      releaseName,
    );
    for (const machine of [this.release, this.rollback]) {
      machine.addToRolePolicy(allow(['dynamodb:UpdateItem'], [this.table.tableArn]));
      machine.addToRolePolicy(allow(['events:PutEvents'], [defaultBus(stack)]));
    }
    const functions = [decide, ...props.hooks.map((hook) => hook.handler)].map((one) => one.functionArn);
    this.release.addToRolePolicy(allow(['lambda:InvokeFunction'], functions));
    this.release.addToRolePolicy(allow(['dynamodb:GetItem'], [this.table.tableArn]));
    this.release.addToRolePolicy(allow(['states:StartExecution'], [this.rollback.stateMachineArn]));
    if (props.approvalTopic) props.approvalTopic.grantPublish(this.release);
    this.rollback.addToRolePolicy(allow(['lambda:InvokeFunction'], [decide.functionArn]));
    this.rollback.addToRolePolicy(allow(['states:StopExecution'], [`${parts.releaseExecutions}*`]));
    this.alarmRules = new AlarmRules(this, 'Alarms', this.rollback);

    defineReleaseDescriptor(owner, () => ({
      kind: props.kind,
      releaseMachine: this.release.stateMachineArn,
      rollbackMachine: this.rollback.stateMachineArn,
      table: this.table.tableName,
      steps: props.steps,
      alarms: this.alarms,
      approvalSeconds: gate?.seconds ?? 0,
      hooks: parts.hooks.map((hook) => hook.id),
      console,
      ...(gate && { approval: gate.links }),
      ...(props.analysis && { analysis: true }),
      ...props.descriptor(),
    }));
  }

  /** Watches an alarm during releases: by looks, and by an event that sends the release back at once. */
  public watch(alarm: cloudwatch.IAlarm): void {
    this.alarms.push(alarm.alarmName);
    this.alarmRules.add(alarm);
    // What one call of DescribeAlarms takes.
    if (this.alarms.length > 100) throw new Error(`'${this.node.path}' has more than 100 alarms; combine some`);
  }

  /** The variables of the deciding function, and how often it is asked while traffic shifts; undefined by the alarms alone. */
  private renderWatching(props: ReleaseMachineProps) {
    const { analysis, probe, steps, recordRetention } = props;
    if (!analysis && !probe) return {};
    const dimension = props.dimension ?? 'target-group';
    const wanted = probe ? PROBE_SECONDS : (analysis?._render(dimension).lookSeconds ?? 60);
    const askSeconds = affordablePace(steps, wanted);
    const variables = renderAnalysisVariables(this, {
      analysis,
      dimension,
      colours: props.colourSources ?? { blue: {}, green: {} },
      table: this.table.tableName,
      recordSeconds: recordRetention.toSeconds(),
      askSeconds,
      probe: probe?.settings,
    });
    return { askSeconds, variables };
  }

  private defineGate(owner: Construct, { approval, approvalTopic }: ReleaseMachineProps): Gate | undefined {
    if (approval._within === undefined) return undefined;
    const runbook = new ApprovalRunbook(this, 'Approval', { path: releasePath(owner), table: this.table });
    return {
      seconds: approval._within.toSeconds(),
      atDeadline: approval._atDeadline,
      topicArn: approvalTopic?.topicArn,
      links: runbook.links,
    };
  }

  private defineMachine(id: string, definition: object, writes: iam.PolicyStatement[], name?: string) {
    const machine = new sfn.StateMachine(this, id, {
      stateMachineName: name,
      definitionBody: sfn.DefinitionBody.fromString(Stack.of(this).toJsonString(definition)),
    });
    for (const statement of writes) machine.addToRolePolicy(statement);
    return machine;
  }
}
