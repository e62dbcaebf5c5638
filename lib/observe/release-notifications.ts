import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { requireWholeBetween } from '../private/range-checks';
import type { ReleaseDashboard } from './release-dashboard';
import { ReleasePhase } from './release-phase';
import { ReleaseReport } from './release-report';
import type { IReleased } from './released';

/** Properties of `ReleaseNotifications`. */
export interface ReleaseNotificationsProps {
  /**
   * Whose releases are told of. Make the notifications in its stack: its function sends to the topics, so its stack would depend on theirs, which a
   * dashboard of the same release turns into a circle.
   */
  readonly release: IReleased;

  /**
   * What is told.
   *
   * That a release could not go back is told whatever is chosen here.
   *
   * @default - that it waits for a person, that it went back, that it succeeded
   */
  readonly phases?: ReleasePhase[];

  /**
   * E-mail addresses. Each gets a message that asks for its consent first.
   *
   * @default - nobody gets an e-mail
   */
  readonly emails?: string[];

  /**
   * Topics that are told in plain text, such as e-mail needs it.
   *
   * @default - none but the one of `emails`
   */
  readonly topics?: sns.ITopic[];

  /**
   * Topics that Amazon Q Developer in chat applications shows in Slack, Microsoft Teams or Chime. They are told in its own format, which
   * is no text for people; all messages on a release come in one thread.
   *
   * @default - no chat is told
   * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
   */
  readonly chatTopics?: sns.ITopic[];

  /**
   * Severity, 1 (critical) to 4 (low), of the OpsItem in Systems Manager that is made when a release goes back.
   *
   * @default - no OpsItem is made
   */
  readonly opsItemSeverity?: number;

  /**
   * A function of the team's own that runs when a release goes back, for instance to save what the candidate has logged. Its event is the
   * report of the release: `docs/observe.md` describes it.
   *
   * @default - no function runs
   */
  readonly rollbackFunction?: lambda.IFunction;

  /**
   * Any targets of EventBridge that get the event 'Blue-Green Release Report' when a release goes back.
   *
   * @default - none
   */
  readonly rollbackTargets?: events.IRuleTarget[];

  /**
   * The dashboard that messages link to.
   *
   * @default - messages link to the console and to the log only
   */
  readonly dashboard?: ReleaseDashboard;
}

const DEFAULT_PHASES = [ReleasePhase.WAITING, ReleasePhase.ROLLED_BACK, ReleasePhase.SUCCEEDED];

/**
 * Tells people and programs how releases go: each message says in one sentence why a release went back, how long that took, and links to
 * the console, the dashboard and the log.
 *
 * A message comes at least once, in rare cases twice. One construct may have several of these, for different people.
 */
export class ReleaseNotifications extends Construct {
  /** The topic of `emails`; undefined without any. */
  public readonly emailTopic?: sns.ITopic;

  constructor(scope: Construct, id: string, props: ReleaseNotificationsProps) {
    super(scope, id);
    const { chatTopics = [], opsItemSeverity, dashboard } = props;
    requireWholeBetween('opsItemSeverity', opsItemSeverity, 1, 4, '1 is critical, 4 is low');
    const phases = props.phases ?? DEFAULT_PHASES;
    requireTold(props.release, phases);
    requireSomebody(this, props);

    this.emailTopic = this.defineEmailTopic(props.emails ?? []);
    const topics = [...(props.topics ?? []), ...(this.emailTopic ? [this.emailTopic] : [])];
    const report = ReleaseReport.of(props.release);
    report.add(
      {
        phases,
        topics: topics.map((topic) => topic.topicArn),
        chatTopics: chatTopics.map((topic) => topic.topicArn),
        opsItemSeverity: opsItemSeverity === undefined ? undefined : `${opsItemSeverity}`,
        dashboard: dashboard?.url,
      },
      [...topics, ...chatTopics],
    );
    this.defineRollbackRule(report, props);
  }

  private defineEmailTopic(emails: string[]): sns.Topic | undefined {
    if (emails.length === 0) return undefined;
    const topic = new sns.Topic(this, 'Emails', { enforceSSL: true });
    for (const email of emails) topic.addSubscription(new subscriptions.EmailSubscription(email));
    return topic;
  }

  private defineRollbackRule(
    report: ReleaseReport,
    { rollbackFunction, rollbackTargets = [] }: ReleaseNotificationsProps,
  ) {
    const all = [
      ...(rollbackFunction
        ? [new targets.LambdaFunction(rollbackFunction, { event: events.RuleTargetInput.fromEventPath('$.detail') })]
        : []),
      ...rollbackTargets,
    ];
    if (all.length === 0) return;
    new events.Rule(this, 'WentBack', {
      description: `Releases of ${report.path} that went back`,
      eventPattern: report.eventsOf(['rolled-back', 'failed']),
      targets: all,
    });
  }
}

function requireTold(release: IReleased, phases: readonly ReleasePhase[]): void {
  const { path, untold } = release._observe();
  const never = phases.filter((phase) => untold.includes(phase));
  if (never.length === 0) return;
  throw new Error(
    `'phases' has ${never.map((phase) => `'${phase}'`).join(', ')}, which nobody tells of '${path}'; leave it out, or see ReleasePhase`,
  );
}

function requireSomebody(notifications: ReleaseNotifications, props: ReleaseNotificationsProps): void {
  const { emails = [], topics = [], chatTopics = [], rollbackTargets = [], rollbackFunction, opsItemSeverity } = props;
  const somebody = [...emails, ...topics, ...chatTopics, ...rollbackTargets].length > 0;
  if (somebody || rollbackFunction || opsItemSeverity !== undefined) return;
  throw new Error(
    `'${notifications.node.path}' tells nobody; give it 'emails', 'topics', 'chatTopics', 'opsItemSeverity', 'rollbackFunction' or 'rollbackTargets'`,
  );
}
