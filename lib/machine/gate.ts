import { announce } from './announce';
import { ask } from './ask';
import { expression, type Named, NOW, pass, task } from './asl';
import { CONDITION_FAILED, text, textOr, update } from './record';
import type { ApprovalLinks, Gate, MachineParts } from './workload';

/** A person's answer is looked for in turns of this length first; in between the alarms are judged. */
const FIRST_TURN_SECONDS = 60;

/**
 * The gate: waits until a person sends the task token back, judging the alarms meanwhile.
 *
 * Each turn has a token of its own, since a task cannot be judged while it waits.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token
 */
export function gateStates(parts: MachineParts, gate: Gate, onFail: string, superseded: string): Named[] {
  const { table, path, decideFunction } = parts;
  return [
    ...(gate.topicArn === undefined ? [] : [notify(parts, gate.topicArn, gate.links)]),
    [
      'AnnounceWaiting',
      { ...announce(path, 'waiting'), Assign: { since: expression(NOW), answer: { seconds: FIRST_TURN_SECONDS } } },
    ],
    [
      'Gate',
      update({
        table,
        item: 'release',
        set: {
          phase: { S: 'waiting' },
          taskToken: text('$states.context.Task.Token'),
          gateUntil: text(`$fromMillis($toMillis($since) + ${gate.seconds * 1000})`),
        },
        condition: 'attribute_exists(#startedAt) AND attribute_not_exists(#outcome)',
        waitForToken: true,
        retries: 0,
        timeout: expression('$answer.seconds'),
        assign: { promotion: expression('$states.result') },
        catches: [
          { errors: ['States.Timeout', 'States.HeartbeatTimeout'], next: 'JudgeAtGate' },
          { errors: CONDITION_FAILED, next: superseded },
        ],
        next: 'RecordPromotion',
      }),
    ],
    ...ask({
      name: 'JudgeAtGate',
      choiceName: 'GateOpen?',
      waitName: 'Gate',
      waitsBefore: true,
      question: 'judge',
      facts: {
        since: '$since',
        bakeSeconds: `${gate.seconds}`,
        colour: '$live',
        release: '$release',
        live: '$live',
        weight: '0',
      },
      onFail,
      onPass: 'Deadline',
      decideFunction,
    }),
    ['Deadline', deadline(gate, onFail)],
    [
      'RecordPromotion',
      update({
        table,
        item: 'release',
        set: {
          promotedBy: textOr('$promotion.who', 'unknown'),
          promotedAt: text(`$exists($promotion.at) ? $promotion.at : ${NOW}`),
        },
        remove: ['taskToken', 'gateUntil'],
        condition: 'attribute_not_exists(#outcome)',
        catches: [{ errors: CONDITION_FAILED, next: superseded }],
      }),
    ],
  ];
}

function deadline({ seconds, atDeadline }: Gate, onFail: string) {
  if (atDeadline === 'promote') return pass({ promotion: { who: 'the deadline', at: expression(NOW) } });
  return pass({ failure: `nobody promoted the release within ${seconds / 60} minutes` }, onFail);
}

function notify({ path, consoleUrl }: MachineParts, topicArn: string, { promote, reject }: ApprovalLinks): Named {
  const lines = [
    `'A release of ${path} waits for you: ' & $release`,
    `'Its candidate is ' & $idle & ', ' & $live & ' is live.'`,
    `'Promote it, after the console has asked you: ${promote}' & $release`,
    `'Reject it: ${reject}' & $release`,
    `'Or in a shell: bluegreen promote ${path}'`,
    `'What it has done: ${consoleUrl}' & $states.context.Execution.Id`,
  ];
  return [
    'NotifyGate',
    task('sns:publish', {
      TopicArn: topicArn,
      Subject: `${path} waits to be promoted`.slice(0, 100),
      Message: expression(`$join([${lines.join(', ')}], '\\n')`),
    }),
  ];
}
