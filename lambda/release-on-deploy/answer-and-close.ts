import { answerRequest, type CustomResourceAnswer } from '../shared/custom-resource';
import { messageOf } from '../shared/message-of';
import type { Tools } from './clients';
import { type Kept, OpenRequests } from './open-requests';

/**
 * Answers CloudFormation, and lets go of the request.
 *
 * In this order, because a crash in between has it answered a second time, which CloudFormation does not hear. But what deletes the resource is
 * let go of before: with its answer the permissions of this function go.
 */
export async function answerAndClose(
  request: Kept,
  answer: CustomResourceAnswer,
  { clients, put, log }: Tools,
): Promise<void> {
  const requests = new OpenRequests(clients.ssm);
  if (request.type !== 'Delete') {
    await answerRequest(request, answer, put);
    return requests.close(request);
  }
  await requests.close(request).catch((error) => {
    log({ level: 'error', event: 'not closed', requestId: request.requestId, reason: messageOf(error) });
  });
  await answerRequest(request, answer, put);
}
