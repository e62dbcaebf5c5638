import { ask } from '../machine/ask';
import { choice, expression, type Named, type State, task, wait } from '../machine/asl';
import { type AsgFacts, nameOf } from './asg-facts';

/** The candidate as a CodeDeploy revision: in place on the idle group, without traffic control. */
export function revisionStates(facts: AsgFacts, onFail: string): Named[] {
  if (!facts.application) return [];
  const candidate = '$states.context.Execution.Input.candidate';
  return [
    [
      'ByRevision?',
      choice([{ when: `$not($exists(${candidate}.revision))`, next: 'WaitUntilHealthy' }], {
        next: 'WaitForInstances',
      }),
    ],
    ...ask({
      name: 'WaitForInstances',
      choiceName: 'InstancesInService?',
      waitName: 'LookAgainForInstances',
      question: 'instances',
      facts: { colour: '$idle', needed: '$plan.previewCapacity', version: '$plan.version', since: '$since' },
      onFail,
      onPass: 'DeployRevision',
      decideFunction: facts.decideFunction,
    }),
    ['DeployRevision', deploy(facts, `${candidate}.revision`)],
    [
      'LookAtDeployment',
      task(
        'aws-sdk:codedeploy:getDeployment',
        { DeploymentId: expression('$deployment') },
        { assign: { info: expression('$states.result.DeploymentInfo') } },
      ),
    ],
    [
      'Deployed?',
      choice(
        [
          {
            when: `$info.Status = 'Succeeded' and ${LEFT_OUT} > 0`,
            next: onFail,
            assign: {
              failure: expression(
                `'deployment ' & $deployment & ' left out ' & $string(${LEFT_OUT}) & ' instances, which still have the revision before'`,
              ),
            },
          },
          { when: "$info.Status = 'Succeeded'", next: 'LetChecksSeeRevision' },
          {
            when: "$info.Status in ['Failed', 'Stopped']",
            next: onFail,
            assign: {
              failure: expression(
                "'deployment ' & $deployment & ' ' & $info.Status & ($exists($info.ErrorInformation.Message) ? ': ' & $info.ErrorInformation.Message : '')",
              ),
            },
          },
        ],
        { next: 'LetItDeploy' },
      ),
    ],
    // Its instances may have been healthy before, with what they ran then.
    ['LetChecksSeeRevision', wait(facts.secondsUntilUnhealthy, { Next: 'WaitUntilHealthy' }), 'aside'],
    ['LetItDeploy', wait(15, { Next: 'LookAtDeployment' }), 'aside'],
  ];
}

/** A deployment succeeds when enough instances do; those on which it failed go on serving what they had. */
const LEFT_OUT = '$sum([$info.DeploymentOverview.Failed, $info.DeploymentOverview.Skipped, 0])';

/**
 * One deployment at a time is all that a group takes. One that is still under way may be that of a release before, which was rolled
 * back, or one of this state itself, which was killed and redriven: it is waited for, for as long as a script may take by default.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html
 */
function deploy(facts: AsgFacts, revision: string): State {
  const state = task(
    'aws-sdk:codedeploy:createDeployment',
    {
      ApplicationName: facts.application,
      DeploymentGroupName: nameOf(facts, '$idle', 'deploymentGroup'),
      Revision: expression(revision),
      Description: expression("'release ' & $release"),
    },
    { assign: { deployment: expression('$states.result.DeploymentId') } },
  );
  const busy = {
    ErrorEquals: ['CodeDeploy.DeploymentLimitExceededException'],
    IntervalSeconds: 20,
    MaxAttempts: 180,
    BackoffRate: 1,
  };
  return { ...state, Retry: [busy, ...(state.Retry as object[])] };
}
