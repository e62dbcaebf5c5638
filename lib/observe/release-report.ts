import { Lazy, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type {
  EventDetailType,
  EventSource,
  Notification,
  Phase,
  Settings,
} from '../../lambda/release-report/environment';
import { defaultBus } from '../private/default-bus';
import { HandlerFunction } from '../private/handler-function';
import { logUrl } from './console-links';
import type { IReleased, ObservedRelease } from './released';

const SOURCE: EventSource = 'cdk-blue-green';
const DETAIL_TYPE: EventDetailType = 'Blue-Green Release Report';

/** The function that reports how releases of one construct end; there is one for each construct, made by whoever needs it first. */
export class ReleaseReport extends Construct {
  public static of(released: IReleased): ReleaseReport {
    const found = released.node.tryFindChild('ReleaseReport');
    return found instanceof ReleaseReport ? found : new ReleaseReport(released, released._observe());
  }

  public readonly path: string;
  private readonly handler: HandlerFunction;
  private readonly notifications: Notification[] = [];

  private constructor(released: IReleased, observed: ObservedRelease) {
    // Every construct of the CDK is a `Construct`; the interface only does not say so.
    super(released as Construct, 'ReleaseReport');
    const stack = Stack.of(this);
    this.path = observed.path;
    this.handler = new HandlerFunction(this, 'Handler', {
      handler: 'release-report',
      description: `Reports how releases of ${observed.path} end`,
      settings: Lazy.string({ produce: () => stack.toJsonString(this.renderSettings(observed)) }),
      statements: statementsOf(this, observed),
    });
    new events.Rule(this, 'Events', {
      description: `What happens to releases of ${observed.path}`,
      eventPattern: observed.events,
      targets: [new targets.LambdaFunction(this.handler.function)],
    });
  }

  /** Tells somebody, too. */
  public add(notification: Notification, topics: readonly sns.ITopic[]): void {
    this.notifications.push(notification);
    for (const topic of topics) topic.grantPublish(this.handler.function);
    if (notification.opsItemSeverity === undefined) return;
    // CreateOpsItem has no resource of its own: AWS's Service Authorization Reference lists none.
    this.handler.function.addToRolePolicy(allow(['ssm:CreateOpsItem'], ['*']));
  }

  /** The events that this report sends at the end of a release, of these phases. */
  public eventsOf(phases: readonly Phase[]): events.EventPattern {
    return {
      source: [SOURCE],
      detailType: [DETAIL_TYPE],
      detail: { construct: [this.path], phase: [...phases] },
    };
  }

  private renderSettings(observed: ObservedRelease): Settings {
    const { kind, path, table, codeDeploy } = observed;
    return {
      construct: path,
      kind,
      table: table.tableName,
      recordSeconds: observed.recordRetention.toSeconds(),
      ...(codeDeploy && { codeDeploy: { targetId: codeDeploy.targetId, targetGroups: codeDeploy.targetGroups } }),
      links: {
        console: observed.console,
        log: logUrl(observed.logGroupName ?? this.handler.logGroup.logGroupName),
        ...observed.approvalLinks,
      },
      notifications: this.notifications,
    };
  }
}

function statementsOf(report: ReleaseReport, { table, codeDeploy }: ObservedRelease): iam.PolicyStatement[] {
  const bus = defaultBus(report);
  return [
    allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [table.tableArn]),
    new iam.PolicyStatement({
      actions: ['events:PutEvents'],
      resources: [bus],
      conditions: { StringEquals: { 'events:source': SOURCE, 'events:detail-type': DETAIL_TYPE } },
    }),
    ...(codeDeploy
      ? [
          allow(['codedeploy:GetDeployment'], [codeDeploy.deploymentGroupArn]),
          // It has no resource either.
          allow(['codedeploy:GetDeploymentTarget'], ['*']),
        ]
      : []),
  ];
}

function allow(actions: string[], resources: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions, resources });
}
