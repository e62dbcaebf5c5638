import { ask } from '../machine/ask';
import { choice, expression, guarded, type Named, NOW, ofColour, type State, task, wait } from '../machine/asl';
import type { PerColour, Workload } from '../machine/workload';
import { type AsgFacts, nameOf } from './asg-facts';
import { bringUpPrevious, scaleCandidateDown } from './going-back';
import { launchBy, NOBODY_IS_SERVED, REFRESH_IN_PROGRESS, replaceSpot } from './purchase';
import { revisionStates } from './revision-states';
import { scale, scaleToZero } from './scale';

const BACK = 'StartRollback';
const WELL = 'RecordSuccess';

/** From the first write of a rollback to the stop of the release. */
const ROLLBACK_SECONDS = 15;

/** How a release of two Auto Scaling groups moves its traffic, and what comes before and after. */
export function asgWorkload(facts: AsgFacts): Workload {
  return {
    setWeights: (weights) => forward(facts, weights),
    settle: [],
    bringUp: bringUp(facts),
    testTraffic: facts.testListener ? (colour) => testForward(facts, colour) : undefined,
    scaleUp: scaleUp(facts),
    retire: retire(facts),
    scaleCandidateDown: scaleCandidateDown(facts),
    bringUpPrevious: bringUpPrevious(facts),
  };
}

/** Both weights in one write. Propagation to the load balancer's nodes takes seconds, which the bake of the step has. */
function forward({ listener, rule, colours, stickinessSeconds }: AsgFacts, weights: PerColour<string>): State {
  const actions = [
    {
      Type: 'forward',
      ForwardConfig: {
        TargetGroups: [
          { TargetGroupArn: colours.blue.targetGroup, Weight: weights.blue },
          { TargetGroupArn: colours.green.targetGroup, Weight: weights.green },
        ],
        ...(stickinessSeconds && {
          TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: stickinessSeconds },
        }),
      },
    },
  ];
  return leadTo(actions, listener, rule);
}

function testForward({ testListener = '', testRule, colours }: AsgFacts, colour: string): State {
  const TargetGroupArn = ofColour(colour, { blue: colours.blue.targetGroup, green: colours.green.targetGroup });
  return leadTo([{ Type: 'forward', TargetGroupArn }], testListener, testRule);
}

function leadTo(actions: object[], listener: string, rule: string | undefined): State {
  return rule
    ? task('aws-sdk:elasticloadbalancingv2:modifyRule', { RuleArn: rule, Actions: actions })
    : task('aws-sdk:elasticloadbalancingv2:modifyListener', { ListenerArn: listener, DefaultActions: actions });
}

/** The idle group gets the candidate's version, then its instances are of it. */
function bringUp(facts: AsgFacts): Named[] {
  const LaunchTemplateId = nameOf(facts, '$idle', 'launchTemplate');
  const preview = expression('$plan.previewCapacity');
  const group = scale(facts, '$idle', {
    ...launchBy(facts, { LaunchTemplateId, Version: expression('$plan.version') }, 'spot'),
    MinSize: preview,
    MaxSize: facts.maxCapacity,
    DesiredCapacity: preview,
  });
  return [
    ['BringUp', group],
    [
      'SetDefaultVersion',
      {
        ...task('aws-sdk:ec2:modifyLaunchTemplate', { LaunchTemplateId, DefaultVersion: expression('$plan.version') }),
        Assign: { since: expression(NOW) },
      },
    ],
    ['HasOldInstances?', choice([{ when: '$not($plan.refresh)', next: afterRefresh(facts) }])],
    ['RefreshInstances', refresh(facts)],
    ...revisionStates(facts, BACK),
    ...healthy(facts, 'WaitUntilHealthy', 'HealthyYet?', 'LookAgain', '$plan.previewCapacity'),
  ];
}

/** All at once, because nobody is served by them. What one refresh has begun a second start does not disturb. */
function refresh(facts: AsgFacts): State {
  const next = afterRefresh(facts);
  return task(
    'aws-sdk:autoscaling:startInstanceRefresh',
    {
      AutoScalingGroupName: nameOf(facts, '$idle', 'group'),
      Strategy: 'Rolling',
      Preferences: { ...NOBODY_IS_SERVED, SkipMatching: true },
    },
    {
      catches: [{ errors: REFRESH_IN_PROGRESS, next }],
      next,
    },
  );
}

function afterRefresh({ application }: AsgFacts): string {
  return application ? 'ByRevision?' : 'WaitUntilHealthy';
}

/** As many instances as live has at that moment, before the first request of production; none of them a spot one. */
function scaleUp(facts: AsgFacts): Named[] {
  const launchTemplate = {
    LaunchTemplateId: nameOf(facts, '$idle', 'launchTemplate'),
    Version: expression('$plan.version'),
  };
  return [
    ...ask({
      name: 'FindCapacity',
      choiceName: 'CapacityKnown?',
      question: 'capacity',
      facts: { live: '$live' },
      onFail: BACK,
      decideFunction: facts.decideFunction,
    }),
    [
      'ScaleToLive',
      {
        ...scale(facts, '$idle', {
          // Said again only where it changes.
          ...(facts.spotWhileIdle && launchBy(facts, launchTemplate, 'on-demand')),
          MinSize: facts.minCapacity,
          DesiredCapacity: expression('$answer.capacity'),
        }),
        Assign: { capacity: expression('$answer.capacity'), since: expression(NOW) },
      },
    ],
    ...replaceSpot(facts, 'WaitForCapacity'),
    ...healthy(facts, 'WaitForCapacity', 'CapacityReached?', 'LookAgainForCapacity', '$capacity', {
      ...(facts.spotWhileIdle && { refreshed: 'true' }),
    }),
  ];
}

function healthy(
  facts: AsgFacts,
  name: string,
  choiceName: string,
  waitName: string,
  needed: string,
  more: Readonly<Record<string, string>> = {},
): Named[] {
  return ask({
    name,
    choiceName,
    waitName,
    question: 'health',
    facts: { colour: '$idle', needed, version: '$plan.version', since: '$since', ...more },
    onFail: BACK,
    decideFunction: facts.decideFunction,
  });
}

/** `$live` is still the previous colour here: the variables keep the roles that the release began with. An existing group stays as it is. */
function retire(facts: AsgFacts): Named[] {
  if (facts.afterRelease === 'keep' || facts.hasExisting) return [];
  if (facts.afterRelease === 'zero')
    return [...unlessSentBack(facts), ['ScalePreviousToZero', scaleToZero(facts, '$live')]];
  const input = "$string({'release': $release, 'previous': $live})";
  return [
    [
      'RetirePrevious',
      task(
        'aws-sdk:sfn:startExecution',
        { StateMachineArn: facts.retireMachine, Name: expression("$release & '-retire'"), Input: expression(input) },
        { final: ['Sfn.ExecutionAlreadyExistsException'] },
      ),
    ],
  ];
}

/** A rollback that began at the end of the bake has moved the traffic before it stops the release: its colour must not be taken away then. */
function unlessSentBack({ decideFunction }: AsgFacts): Named[] {
  const look = ask({
    name: 'LookAtTraffic',
    choiceName: 'HasNoTraffic?',
    question: 'traffic',
    facts: { live: '$idle' },
    onFail: WELL,
    onPass: 'ScalePreviousToZero',
    decideFunction,
  });
  return [['LetRollbacksPass', wait(ROLLBACK_SECONDS)], ...guarded(look, WELL)];
}
