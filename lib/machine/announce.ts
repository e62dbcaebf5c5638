import type { Phase } from '../../lambda/shared/release/phase';
import { expression, type State, task } from './asl';

/** The source of all events of this package. */
export const EVENT_SOURCE = 'cdk-blue-green';

/** The one kind of event. */
export const EVENT_DETAIL_TYPE = 'Blue-Green Release Phase Change';

/**
 * Tells the default bus of a new phase, so that teams can react.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html
 */
export function announce(construct: string, phase: Phase, reason = "''"): State {
  return task('events:putEvents', {
    Entries: [
      {
        Source: EVENT_SOURCE,
        DetailType: EVENT_DETAIL_TYPE,
        Detail: {
          construct,
          release: expression('$release'),
          phase,
          live: expression('$live'),
          candidate: expression('$idle'),
          who: expression('$who'),
          reason: expression(reason),
          execution: expression('$states.context.Execution.Id'),
        },
      },
    ],
  });
}
