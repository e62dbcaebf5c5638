import type { Phase } from '../../lambda/shared/release/phase';
import { expression, type Named, task } from './asl';
import { CONDITION_FAILED } from './record';

const INPUT = '$states.context.Execution.Input';

/** In the words in which the release's own look at the alarms says it. */
const REASON = `"alarm '" & ${INPUT}.alarm & "' fires: " & ${INPUT}.cause`;

/** What the event of an alarm starts the rollback machine with, see `AlarmRules`. */
export const BY_ALARM = `$exists(${INPUT}.alarm)`;

/**
 * How the rollback machine finds, after an alarm, which release there is to stop: the one that holds the lock, from the moment at which
 * its candidate is tested until it is live.
 *
 * The first write takes the release's right to make its candidate live, so that it cannot end well between the alarm and the way back.
 * Before test traffic nothing is stopped: the release itself asks for the alarms before the first weight, and so does its preflight.
 */
export function alarmStopStates(table: string, next: string): Named[] {
  const ofService = (UpdateExpression: string, ConditionExpression: string) => ({
    TableName: table,
    Key: { kind: { S: 'service' }, id: { S: 'service' } },
    UpdateExpression,
    ConditionExpression,
    ExpressionAttributeNames: {
      '#goingBack': 'goingBack',
      ...(ConditionExpression.includes('#lock') && { '#lock': 'lock' }),
    },
    ExpressionAttributeValues: { ':execution': EXECUTION },
    ReturnValues: 'ALL_NEW',
  });
  const takes = task(
    UPDATE,
    ofService(
      'SET #goingBack = :execution',
      'attribute_exists(#lock) AND (attribute_not_exists(#goingBack) OR #goingBack = :execution)',
    ),
    {
      assign: {
        release: expression('$states.result.Attributes.lock.S'),
        liveNow: expression("$exists($states.result.Attributes.live.S) ? $states.result.Attributes.live.S : 'blue'"),
      },
      catches: [{ errors: CONDITION_FAILED, next: 'NothingToStop' }],
    },
  );
  const gives = task(UPDATE, ofService('REMOVE #goingBack', '#goingBack = :execution'), {
    catches: [{ errors: CONDITION_FAILED, next: 'NothingToStop' }],
    next: 'NothingToStop',
  });
  const phases = Object.fromEntries(STOPPABLE.map((phase) => [`:${phase}`, { S: phase }]));
  const marks = task(
    UPDATE,
    {
      TableName: table,
      Key: { kind: { S: 'release' }, id: { S: expression('$release') } },
      UpdateExpression: 'SET #rollback = :execution',
      // Once the candidate is live there is nothing to take back by itself, whatever the phase says for a moment.
      ConditionExpression: `attribute_not_exists(#outcome) AND #live = :live AND #phase IN (${Object.keys(phases).join(', ')})`,
      ExpressionAttributeNames: { '#rollback': 'rollback', '#outcome': 'outcome', '#live': 'live', '#phase': 'phase' },
      ExpressionAttributeValues: { ':execution': EXECUTION, ':live': { S: expression('$liveNow') }, ...phases },
    },
    {
      assign: {
        live: expression('$liveNow'),
        idle: expression("$liveNow = 'blue' ? 'green' : 'blue'"),
        failure: expression(REASON),
        reason: expression(REASON),
        who: expression(`'alarm ' & ${INPUT}.alarm`),
        decidedAt: expression('$states.context.Execution.StartTime'),
      },
      catches: [{ errors: CONDITION_FAILED, next: 'LetItGoOn' }],
      next,
    },
  );
  return [
    ['FindRelease', takes],
    ['IsUnderWay', marks],
    ['LetItGoOn', gives],
    ['NothingToStop', { Type: 'Succeed' }],
  ];
}

const UPDATE = 'aws-sdk:dynamodb:updateItem';
const EXECUTION = { S: expression('$states.context.Execution.Name') };
const STOPPABLE: readonly Phase[] = ['testing', 'waiting', 'shifting', 'baking'];
