import { Template } from 'aws-cdk-lib/assertions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { ReleaseNotifications, type ReleaseNotificationsProps, ReleasePhase } from '../../../lib';
import { propertiesOf, statementsOf, testService } from '../../fixtures/stack';
import { shopGroup } from '../asg/shop-group';
import { shopName } from '../dns/shop-name';

type Props = Omit<ReleaseNotificationsProps, 'release'>;

/** The template of an ECS service with notifications. */
function tell(props: Props = { emails: ['team@shop.example'] }): Template {
  const { stack, service } = testService();
  new ReleaseNotifications(stack, 'Tell', { release: service, ...props });
  return Template.fromStack(stack);
}

/** Plain JSON of a value with references. */
const json = (value: unknown) => JSON.stringify(value);

/** What the reporting function is told, with references as their logical ids. */
function settingsOf(template: Template) {
  const [fn] = propertiesOf(template, 'AWS::Lambda::Function').filter(({ Description }) =>
    Description.startsWith('Reports'),
  );
  const { 'Fn::Join': join } = fn.Environment.Variables.SETTINGS;
  const parts: unknown[] = join[1];
  return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'REF')).join(''));
}

describe('release notifications', () => {
  test('send e-mails through a topic that takes them over TLS only', () => {
    const template = tell({ emails: ['a@shop.example', 'b@shop.example'] });

    template.resourceCountIs('AWS::SNS::Topic', 1);
    expect(
      propertiesOf(template, 'AWS::SNS::Subscription').map(({ Protocol, Endpoint }) => [Protocol, Endpoint]),
    ).toEqual([
      ['email', 'a@shop.example'],
      ['email', 'b@shop.example'],
    ]);
    expect(json(propertiesOf(template, 'AWS::SNS::TopicPolicy'))).toContain('aws:SecureTransport');
  });

  test('tell of gates, rollbacks and successes by default', () => {
    expect(settingsOf(tell()).notifications).toEqual([
      { phases: ['waiting', 'rolled-back', 'succeeded'], topics: ['REF'], chatTopics: [] },
    ]);
  });

  test('of one construct share one function and one rule', () => {
    const { stack, service } = testService();
    new ReleaseNotifications(stack, 'Team', { release: service, emails: ['team@shop.example'] });
    new ReleaseNotifications(stack, 'Boss', {
      release: service,
      emails: ['boss@shop.example'],
      phases: [ReleasePhase.ROLLED_BACK],
    });
    const template = Template.fromStack(stack);

    // And the one that says what is live.
    template.resourceCountIs('AWS::Lambda::Function', 2);
    template.resourceCountIs('AWS::Events::Rule', 1);
    expect(settingsOf(template).notifications).toHaveLength(2);
  });

  test('may only do what they do', () => {
    const { stack, service } = testService();
    const topic = new sns.Topic(stack, 'Mine');
    new ReleaseNotifications(stack, 'Tell', { release: service, topics: [topic], opsItemSeverity: 2 });
    const statements = statementsOf(Template.fromStack(stack), 'ReleaseReport');

    const onEverything = statements.filter(({ Resource }) => Resource === '*').map(({ Action }) => Action);
    expect(onEverything.sort()).toEqual(['codedeploy:GetDeploymentTarget', 'ssm:CreateOpsItem']);
    expect(statements.flatMap(({ Action }) => Action).sort()).toEqual([
      'codedeploy:GetDeployment',
      'codedeploy:GetDeploymentTarget',
      'dynamodb:GetItem',
      'dynamodb:UpdateItem',
      'events:PutEvents',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sns:Publish',
      'ssm:CreateOpsItem',
    ]);
    expect(statements.find(({ Action }) => Action === 'events:PutEvents').Condition).toEqual({
      StringEquals: { 'events:source': 'cdk-blue-green', 'events:detail-type': 'Blue-Green Release Report' },
    });
  });

  test('make no OpsItem without a severity', () => {
    const { stack, service } = testService();
    new ReleaseNotifications(stack, 'Tell', { release: service, emails: ['a@shop.example'] });

    expect(json(statementsOf(Template.fromStack(stack), 'ReleaseReport'))).not.toContain('ssm:');
  });

  test.each([
    ['an ECS service, by CodeDeploy', () => testService(), 'CodeDeploy Deployment State-change Notification'],
    ['Auto Scaling groups', shopGroup, 'Blue-Green Release Phase Change'],
    ['a DNS name', shopName, 'Blue-Green Release Phase Change'],
  ] as const)('listen to the events of %s', (_what, make, detailType) => {
    const made = make();
    const release = 'service' in made ? made.service : made.construct;
    new ReleaseNotifications(made.stack, 'Tell', { release, emails: ['a@shop.example'] });
    const [rule] = propertiesOf(Template.fromStack(made.stack), 'AWS::Events::Rule').filter(({ EventPattern }) =>
      EventPattern['detail-type'].includes(detailType),
    );

    expect(Object.keys(rule.EventPattern.detail).sort()).toEqual(
      'service' in made ? ['application', 'deploymentGroup'] : ['construct'],
    );
  });
});

describe('release notifications fail', () => {
  test.each<[string, Props, string]>([
    ['when they tell nobody', {}, "'Test/Tell' tells nobody; give it 'emails'"],
    ['on an unknown severity', { opsItemSeverity: 5 }, "'opsItemSeverity' must be a whole number from 1 to 4, got 5"],
    [
      'on a phase that CodeDeploy does not tell',
      { emails: ['a@shop.example'], phases: [ReleasePhase.SHIFTING] },
      "'phases' has 'shifting', which nobody tells of 'Test/Orders'",
    ],
  ])('%s', (_what, props, message) => {
    expect(() => tell(props)).toThrow(message);
  });
});
