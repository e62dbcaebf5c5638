import type { CustomResourceAnswer } from '../shared/custom-resource';
import { messageOf } from '../shared/message-of';
import { answerAndClose } from './answer-and-close';
import { releasesOf, type Tools } from './clients';
import { decideWaiting, type WaitingDecision } from './decide-waiting';
import type { OpenRequest } from './open-requests';
import { forgetNotBack, tellNotBack } from './tell-not-back';

/** Looks how far the release of an open request is, and answers CloudFormation when it is time. Any number of looks are harmless. */
export async function lookAgain(open: OpenRequest, isDue: boolean, tools: Tools): Promise<void> {
  const decision = await decisionOf(open, isDue, tools);
  const { release, waitsFor } = open;
  tools.log({ event: 'look', ...open.request, responseUrl: undefined, release, waitsFor, isDue, decision });
  if (decision.kind === 'wait') return;
  if (decision.kind === 'fail' && decision.sendBack) await sendBack(open, decision.reason, tools);
  if (decision.kind === 'succeed') await tell(open, decision.notBack, tools);
  await answerAndClose(open.request, answerOf(open, decision), tools);
}

/** At the deadline there is an answer, whatever can be read. */
async function decisionOf(open: OpenRequest, isDue: boolean, tools: Tools): Promise<WaitingDecision> {
  try {
    const releases = releasesOf(tools.clients, open.target);
    const decision = decideWaiting({ ...open, isDue }, await releases.progress(open.release));
    if (decision.kind === 'wait' && open.isRestore) await releases.letPass(open.release);
    return decision;
  } catch (error) {
    if (!isDue) throw error;
    const reason = `how far release ${open.release} of ${open.construct} is cannot be read: ${messageOf(error)}`;
    return open.mayFail ? { kind: 'fail', reason, sendBack: true } : { kind: 'succeed', reason, notBack: reason };
  }
}

/** With the stack its release goes, too: nobody can do anything about it. */
async function tell(
  { request, construct, release, waitsFor, mayFail }: OpenRequest,
  reason: string | undefined,
  tools: Tools,
): Promise<void> {
  // Forward: what is wanted now is live, whatever was not taken back before.
  if (mayFail) return forgetNotBack(construct, tools);
  if (reason === undefined) return;
  const cure = waitsFor === 'back' ? 'rolled-back' : 'succeeded';
  if (request.type !== 'Delete') return tellNotBack({ construct, release, cure, reason }, tools);
  tools.log({ level: 'error', event: 'not ended', construct, release, reason });
}

/** The answer must not wait for it: the way back of the stack sends the release back, too. */
async function sendBack({ target, release }: OpenRequest, why: string, { clients, log }: Tools): Promise<void> {
  try {
    await releasesOf(clients, target).sendBack(release, why);
  } catch (error) {
    log({ level: 'error', event: 'not sent back', release, reason: messageOf(error) });
  }
}

function answerOf(
  { physicalId }: OpenRequest,
  decision: Exclude<WaitingDecision, { kind: 'wait' }>,
): CustomResourceAnswer {
  return decision.kind === 'succeed'
    ? { status: 'SUCCESS', physicalId }
    : { status: 'FAILED', physicalId, reason: decision.reason };
}
