import { codeDeployHook } from '../shared/codedeploy-hook';
import { type CustomResourceAnswer, readCustomResourceRequest } from '../shared/custom-resource';
import type { HookContext } from '../shared/hook-run';
import { jsonLog } from '../shared/log';
import { messageOf } from '../shared/message-of';
import { carryOut } from './answer';
import { answerAndClose } from './answer-and-close';
import type { Tools } from './clients';
import type { DeadlineEvent, ReleaseEvent } from './environment';
import { lookAgain } from './look-again';
import { OpenRequests } from './open-requests';
import { Step } from './step';
import { tellNotBack } from './tell-not-back';

export type Options = Pick<Tools, 'clients' | 'stackName'> & Partial<Tools>;

/** Tries of a request as a whole, beside those of the clients: a new policy takes some seconds to be known everywhere. */
const TRIES = 5;

/**
 * The Lambda handler of `Custom::BlueGreenRelease`. It is asked by CloudFormation, told by EventBridge and by the deadline machine, and
 * it is the hook that CodeDeploy asks when all production traffic is on the candidate.
 */
export function releaseOnDeployHandler(options: Options): (event: unknown, context: HookContext) => Promise<void> {
  const tools: Tools = { log: jsonLog({ handler: 'release-on-deploy' }), now: Date.now, pause: sleep, ...options };
  const requests = new OpenRequests(tools.clients.ssm);
  const lookAtAll = async (path: string) => {
    for (const open of (await requests.of(path)).open) await lookAgain(open, false, tools);
  };
  return async (event, context) => {
    const { kind, RequestType, DeploymentId } = event as Record<string, unknown>;
    if (RequestType !== undefined) return request(event, tools);
    if (DeploymentId !== undefined) return hook(event, context, tools);
    if (kind === 'release-event') return lookAtAll((event as ReleaseEvent).requests);
    if (kind === 'deadline') {
      const open = await requests.tryFind((event as DeadlineEvent).request);
      return open && lookAgain(open, true, tools);
    }
    throw new Error(`this function is asked by CloudFormation, CodeDeploy, EventBridge and its deadlines, got ${kind}`);
  };
}

/** Whatever goes wrong is answered: CloudFormation would wait an hour for nothing. */
async function request(event: unknown, tools: Tools): Promise<void> {
  const request = readCustomResourceRequest(event);
  const step = new Step(request, tools);
  const answer = await answered();
  if (!answer) return;
  tools.log({
    level: answer.status === 'FAILED' ? 'error' : 'info',
    event: 'answer',
    request: request.type,
    requestId: request.requestId,
    ...answer,
  });
  await answerAndClose(step.kept, answer, tools);

  async function answered(): Promise<CustomResourceAnswer | undefined> {
    for (let tries = 1; ; tries++) {
      try {
        return await carryOut(step);
      } catch (error) {
        const reason = `the release could not be started or taken back: ${messageOf(error)}`;
        tools.log({ level: 'error', event: 'try again', tries, reason });
        if (tries < TRIES) await tools.pause(1_000 * 2 ** tries);
        else return failed(step, reason);
      }
    }
  }
}

/** A failure on the way back, or of a deletion, would only get the stack stuck. */
async function failed(step: Step, reason: string): Promise<CustomResourceAnswer> {
  const mayFail = step.request.type !== 'Delete' && !(await step.isReversing().catch(() => false));
  if (mayFail) return step.failed(reason);
  if (step.request.type === 'Update') {
    await tellNotBack({ construct: step.now.Construct, release: '', reason }, step.tools);
  }
  return { status: 'SUCCESS', physicalId: step.physicalId };
}

/** CodeDeploy goes on in any case: whether the candidate is good is for others to say. */
async function hook(event: unknown, context: HookContext, tools: Tools): Promise<void> {
  const { clients, stackName, log } = tools;
  const pass = async () => {
    try {
      const { DeploymentId } = event as { DeploymentId: string };
      for (const open of await new OpenRequests(clients.ssm).waitingFor(stackName, DeploymentId)) {
        await lookAgain(open, false, tools);
      }
    } catch (error) {
      log({ level: 'error', event: 'not looked', reason: messageOf(error) });
    }
    return { kind: 'pass' } as const;
  };
  await codeDeployHook('release-on-deploy', pass, { client: clients.codeDeploy, log })(event, context);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
