import type { Switch } from '../../switches';

const on = (name: string, question: string, standard: string, ...others: string[]): Switch => ({
  name: `codedeploy.${name}`,
  question,
  values: [standard, ...others],
  default: standard,
});

/** What is not certain about CodeDeploy; the paragraphs are those of the collection of facts behind the rehearsal. */
export const CODEDEPLOY_SWITCHES: Switch[] = [
  on(
    'ready-wait-position',
    'where the wait for a person (status Ready) stands among the hooks (aws-facts 1.6)',
    'before-BeforeAllowTraffic',
    'before-AfterAllowTestTraffic',
    'before-AllowTraffic',
  ),
  on(
    'continue-deployment-with-minutes',
    'does CONTINUE_DEPLOYMENT with minutes above 0 wait in Ready and then go on by itself (aws-facts 1.6)',
    'goes-on-at-once',
    'waits-in-ready',
  ),
  on(
    'ready-timeout-rollback',
    'which rollback event covers a ready wait that expired, whose status is Stopped (aws-facts 1.4, 1.6)',
    'as-stop-on-request',
    'as-failure',
  ),
  on(
    'hooks-in-rollback',
    'are hooks invoked in the automatic rollback; not on Lambda (aws-facts 1.3)',
    'not-invoked',
    'invoked',
  ),
  on(
    'hook-invocation',
    'is the hook function invoked asynchronously, so that Lambda retries it, or synchronously (aws-facts 1.3)',
    'Event',
    'RequestResponse',
  ),
  on(
    'hook-function-error',
    'a hook function that throws without calling back: is the hour waited out, or does the hook fail at once (aws-facts 1.3)',
    'waits-the-hour',
    'fails-at-once',
  ),
  on(
    'no-test-listener-events',
    'without a test listener, are AllowTestTraffic and AfterAllowTestTraffic reported Succeeded or Skipped (aws-facts 1.1)',
    'Succeeded',
    'Skipped',
  ),
  on(
    'test-listener-must-serve',
    'must the test listener point to the serving target group when a deployment starts; observed: no (aws-facts 1.8)',
    'no',
    'yes',
  ),
  on(
    'listener-rewritten',
    'when does the production listener get its weighted form: with the deployment group, or with the first deployment; observed for a linear config only (aws-facts 1.2)',
    'with-gradual-group',
    'with-any-group',
    'with-first-deployment',
  ),
  on(
    'test-listener-form',
    'the form of the test listener after its switch: a single forward, or both target groups with weights (aws-facts 13.3)',
    'single-forward',
    'weighted',
  ),
  on(
    'listener-rule-arns',
    'does a traffic route accept the ARN of a listener rule (aws-facts 1.5)',
    'refused',
    'accepted',
  ),
  on(
    'keep-alive',
    'does KEEP_ALIVE keep the original task set of an ECS service (aws-facts 1.6)',
    'kept',
    'terminated',
  ),
  on(
    'stop-auto-rollback-flag',
    'does autoRollbackEnabled of StopDeployment roll back where DEPLOYMENT_STOP_ON_REQUEST is not in the group (aws-facts 1.5)',
    'rolls-back',
    'ignored',
  ),
  on(
    'primary-flips',
    'when is the replacement task set made PRIMARY: observed only that it is before the termination wait (aws-facts 1.2)',
    'after-AllowTraffic',
    'after-AfterAllowTraffic',
  ),
  on(
    'missing-alarm',
    'an alarm of the group that DescribeAlarms does not return: does that count as a failed poll (aws-facts 1.7, 7.3)',
    'failed-poll',
    'ignored',
  ),
  on('composite-alarms', 'are composite alarms seen by name (aws-facts 7.3)', 'not-seen', 'seen'),
  on('alarms-per-group', 'how many alarms a group may have (aws-facts 1.6)', '10', '50'),
  on(
    'unsteady-while-shifting',
    'a replacement that is unsteady for 5 minutes while traffic shifts fails the deployment; documented for scaling only (aws-facts 2.5)',
    'fails',
    'ignored',
  ),
  on(
    'custom-config-limits',
    'do the limits of custom canary and linear configs, documented for Lambda, hold for ECS (aws-facts 1.9)',
    'as-for-lambda',
    'none',
  ),
  on(
    'linear-remainder',
    'the last step of a linear config whose percentage does not divide 100: a step of its own, or joined with the step before (aws-facts 1.9)',
    'own-step',
    'joined',
  ),
  on(
    'app-spec-version-0',
    'is the number 0 accepted as the version of a JSON AppSpec (aws-facts 1.10)',
    'refused',
    'accepted',
  ),
  on(
    'rollback-info',
    'does rollbackInfo come with the terminal status or slightly after it (aws-facts 13.8)',
    'slightly-after',
    'with-the-status',
  ),
];
