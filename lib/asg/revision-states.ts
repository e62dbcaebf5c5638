import { ask } from '../machine/ask';
import { choice, expression, type Named, task, wait } from '../machine/asl';
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
    [
      'DeployRevision',
      task(
        'aws-sdk:codedeploy:createDeployment',
        {
          ApplicationName: facts.application,
          DeploymentGroupName: nameOf(facts, '$idle', 'deploymentGroup'),
          Revision: expression(`${candidate}.revision`),
          Description: expression("'release ' & $release"),
        },
        { assign: { deployment: expression('$states.result.DeploymentId') } },
      ),
    ],
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
          { when: "$info.Status = 'Succeeded'", next: 'WaitUntilHealthy' },
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
    ['LetItDeploy', wait(15, { Next: 'LookAtDeployment' }), 'aside'],
  ];
}
