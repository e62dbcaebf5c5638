import { choice, expression, type Named, NOW, task, wait } from '../../machine/asl';
import { NOTHING, type WatchParts } from './parts';

const INPUT = '$states.context.Execution.Input';
/** Some 12 events a turn, of 25,000 that an execution may have. */
const TURNS = 1_500;
/** Longer than ready wait, shift and bake together may take. */
export const MOST_DAYS = 9;

/** An execution that hands over tells its successor what it knows. */
const CARRIED: Readonly<Record<string, string>> = {
  startedAt: NOW,
  phase: "''",
  phaseSince: NOW,
  weight: '0',
  step: '0',
  blindSince: "''",
  stopped: 'false',
  why: "''",
  trafficBackAt: "''",
  part: '1',
};

/** The first state: what the event says, or who hands over. */
export function begin({ stopping }: WatchParts) {
  const carried = Object.entries(CARRIED).map(([name, without]) => [
    name,
    expression(`$exists(${INPUT}.${name}) ? ${INPUT}.${name} : ${without}`),
  ]);
  return {
    Type: 'Pass',
    Assign: {
      // The function tells which one it is where the event does not.
      deployment: expression(`$exists(${INPUT}.deployment) ? ${INPUT}.deployment : ''`),
      release: expression(`$exists(${INPUT}.deployment) ? ${INPUT}.deployment : ''`),
      turns: 0,
      who: stopping.who,
      live: expression(NOTHING),
      idle: expression(NOTHING),
      answer: {},
      ...Object.fromEntries(carried),
    },
    Next: 'Look',
  };
}

/** Pauses, and hands over to an execution of its own before the history is full. */
export function handOver(): Named[] {
  const carried = [
    'deployment: $deployment',
    ...Object.keys(CARRIED)
      .filter((name) => name !== 'part')
      .map((name) => `${name}: $${name}`),
  ];
  const pairs = carried.map((one) => one.replace(/^(\w+): /, "'$1': ")).join(', ');
  const start = task(
    'aws-sdk:sfn:startExecution',
    {
      StateMachineArn: expression('$states.context.StateMachine.Id'),
      Name: expression("$release & '-part-' & $string($part + 1)"),
      Input: expression(`$string({${pairs}, 'part': $part + 1})`),
    },
    {
      retries: 8,
      catches: [
        { errors: ['Sfn.ExecutionAlreadyExistsException'], next: 'Ended' },
        { errors: ['States.ALL'], next: 'GoOn' },
      ],
      next: 'Ended',
    },
  );
  const old = `$toMillis(${NOW}) - $toMillis($startedAt) > ${MOST_DAYS * 86_400_000}`;
  return [
    ['Pause', wait(expression('$exists($answer.seconds) ? $answer.seconds : $stopped ? 5 : 30'), { Next: 'Enough?' })],
    [
      'Enough?',
      choice(
        [
          { when: old, next: 'GaveUp' },
          { when: `$turns >= ${TURNS}`, next: 'HandOver' },
        ],
        { next: 'Look' },
      ),
    ],
    ['HandOver', start],
    ['GoOn', { Type: 'Pass', Assign: { turns: expression(`${TURNS} - 100`) }, Next: 'Look' }],
  ];
}
