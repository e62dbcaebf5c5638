import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { CustomResourceAnswer, CustomResourceRequest } from '../shared/custom-resource';
import { isNamed, StackUnderUpdate } from '../shared/stack-under-update';
import { releasesOf, type Tools } from './clients';
import type { DeadlineInput, ReleaseProperties } from './environment';
import { lookAgain } from './look-again';
import { markOf } from './marks';
import { nameOf, type OpenRequest, OpenRequests, pathOf } from './open-requests';

/** One request while it is carried out. */
export class Step {
  public readonly now: ReleaseProperties;
  public readonly before: Partial<ReleaseProperties>;
  private readonly requests: OpenRequests;

  constructor(
    public readonly request: CustomResourceRequest,
    public readonly tools: Tools,
  ) {
    this.now = request.properties as unknown as ReleaseProperties;
    this.before = request.oldProperties as unknown as Partial<ReleaseProperties>;
    this.requests = new OpenRequests(tools.clients.ssm);
  }

  public get releases() {
    return releasesOf(this.tools.clients, this.now.Target);
  }

  public get stack(): StackUnderUpdate {
    return new StackUnderUpdate(this.tools.clients.cloudFormation, this.request.stackId);
  }

  public isReversing(): Promise<boolean> {
    return this.stack.isReversing();
  }

  public get mark() {
    return markOf(this.request, this.now.Version);
  }

  public get stackName(): string {
    return this.request.stackId.split('/')[1] ?? '';
  }

  /** One id for ever: another one would have CloudFormation delete the one before, and not ask on the way back. */
  public get physicalId(): string {
    return this.request.physicalId ?? `release-${this.request.logicalId}`;
  }

  public done(reason: string): CustomResourceAnswer {
    this.tools.log({ event: 'done', requestId: this.request.requestId, reason });
    return { status: 'SUCCESS', physicalId: this.physicalId };
  }

  public failed(reason: string): CustomResourceAnswer {
    return { status: 'FAILED', physicalId: this.physicalId, reason };
  }

  /**
   * Whether it comes for the second time: answered already, or answered later. Then it closes nothing, because it may be older than what is open.
   * Otherwise nobody hears the answer of an earlier one any more.
   */
  public async isKnown(): Promise<boolean> {
    const { requestId } = this.request;
    const { open, answered } = await this.requests.of(pathOf(this.request));
    const again = open.find(({ request }) => request.requestId === requestId);
    if (again === undefined && !answered.includes(requestId)) {
      for (const one of open) await this.requests.close(one.request);
      return false;
    }
    this.tools.log({ event: 'comes again', requestId, isOpen: again !== undefined });
    if (again) await lookAgain(again, false, this.tools);
    return true;
  }

  /** Events may have come before it was kept, so it is looked once more. */
  public async answerLater(
    waiting: Pick<OpenRequest, 'release' | 'waitsFor' | 'mayFail' | 'isRestore'>,
    seconds: number,
  ): Promise<undefined> {
    const { type, stackId, logicalId, requestId, responseUrl } = this.request;
    const open: OpenRequest = {
      ...waiting,
      construct: this.now.Construct,
      request: { type, stackId, logicalId, requestId, responseUrl },
      physicalId: this.physicalId,
      target: withoutTexts(this.now.Target),
    };
    await this.requests.keep(open);
    await this.startDeadline({ request: nameOf(open.request), seconds });
    await lookAgain(open, false, this.tools);
  }

  private async startDeadline(input: DeadlineInput): Promise<void> {
    try {
      await this.tools.clients.stepFunctions.send(
        new StartExecutionCommand({
          stateMachineArn: this.now.DeadlineMachine,
          name: this.request.requestId,
          input: JSON.stringify(input),
        }),
      );
    } catch (error) {
      // The same event for the second time: the clock runs since the first.
      if (!isNamed(error, 'ExecutionAlreadyExists')) throw error;
    }
  }
}

/** What only a start needs would make the parameter large. */
function withoutTexts(target: ReleaseProperties['Target']): ReleaseProperties['Target'] {
  return 'Application' in target ? { ...target, AppSpec: '' } : { ...target, Candidate: '' };
}
