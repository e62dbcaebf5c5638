import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { CustomResourceAnswer, CustomResourceRequest } from '../shared/custom-resource';
import { isNamed, StackUnderUpdate } from '../shared/stack-under-update';
import { askedAt } from './asked-at';
import { releasesOf, type Tools } from './clients';
import type { DeadlineInput, ReleaseProperties } from './environment';
import { lookAgain } from './look-again';
import { markOf } from './marks';
import { type Kept, nameOf, type OpenRequest, OpenRequests, pathOf } from './open-requests';
import { isTooLate, type Passage, takenBack } from './succession';

/**
 * How often, and after how many milliseconds each, it is looked whether CloudFormation asks: no document says that DescribeStackResource tells
 * at once what a resource is asked for (switch `cloudformation.resource-status`).
 */
const LOOKS = 5;
const LOOK_MILLIS = 1_000;
/** How much the clock of Lambda may be behind CloudFormation's. */
const CLOCK_MILLIS = 1_000;
/** How much earlier than its own update a request may say to be written: it says whole seconds, and nobody knows which CloudFormation notes first. */
const SIGNED_MILLIS = 10_000;
/** CloudFormation gives up after an hour; the answer needs a moment. */
const PATIENCE_SECONDS = 3_500;

/** One request while it is carried out. */
export class Step {
  public readonly now: ReleaseProperties;
  public readonly before: Partial<ReleaseProperties>;
  /** Of an update that somebody waits for, once it has arrived. */
  public passage?: Passage;
  /** The version whose release the way back is to take back, by its mark. */
  public takenBack?: string;
  /** How long CloudFormation has waited already. */
  private waitedSeconds = 0;
  private readonly arrivedAt: number;
  private readonly requests: OpenRequests;

  constructor(
    public readonly request: CustomResourceRequest,
    public readonly tools: Tools,
  ) {
    this.arrivedAt = tools.now();
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

  /** What of the request is kept. */
  public get kept(): Kept {
    const { type, stackId, logicalId, requestId, responseUrl } = this.request;
    return { type, stackId, logicalId, requestId, responseUrl, passage: this.passage };
  }

  /**
   * Finds out whether it comes for the second time, answered or not, or when nobody waits for it any more. Then it closes nothing, because it is older
   * than what is open. Otherwise nobody hears the answer of an earlier one any more.
   */
  public async arrive(): Promise<'new' | 'again' | 'too late'> {
    const { requestId, type } = this.request;
    const { open, answered, last } = await this.requests.of(pathOf(this.request));
    const again = open.find(({ request }) => request.requestId === requestId);
    if (again !== undefined || answered.includes(requestId)) {
      this.tools.log({ event: 'comes again', requestId, isOpen: again !== undefined });
      if (again) await lookAgain(again, false, this.tools);
      return 'again';
    }
    if (type === 'Update') {
      const passage: Passage = {
        from: markOf(this.request, this.before.Version ?? '').version,
        to: this.mark.version,
        isWayBack: await this.isReversing(),
      };
      const isAsked = await this.isAsked();
      const isOfEarlierUpdate = !passage.isWayBack && (await this.isOfEarlierUpdate());
      const isLastOpen = open.length > 0;
      if (isTooLate({ passage, isAsked, isOfEarlierUpdate, last, isLastOpen })) {
        this.tools.log({ event: 'comes too late', requestId, isAsked, isOfEarlierUpdate, last, ...passage });
        return 'too late';
      }
      this.passage = passage;
      this.takenBack = takenBack(passage, last, isLastOpen);
    }
    for (const one of open) await this.requests.close(one.request);
    return 'new';
  }

  /** What CloudFormation began to ask for when this one was here already is another one: on its way back it soon asks for that of what was cancelled. */
  private async isAsked(): Promise<boolean> {
    for (let looks = 1; ; looks++) {
      const since = await this.stack.updatingSince(this.request.logicalId);
      if (since !== undefined) {
        this.waitedSeconds = Math.max(0, (this.tools.now() - since) / 1000);
        return since <= this.arrivedAt + CLOCK_MILLIS;
      }
      if (looks === LOOKS) return false;
      await this.tools.pause(LOOK_MILLIS);
    }
  }

  private async isOfEarlierUpdate(): Promise<boolean> {
    const asked = askedAt(this.request.responseUrl);
    const began = asked === undefined ? undefined : await this.stack.updatedAt();
    return asked !== undefined && began !== undefined && asked + SIGNED_MILLIS < began;
  }

  /** Events may have come before it was kept, so it is looked once more. */
  public async answerLater(
    waiting: Pick<OpenRequest, 'release' | 'waitsFor' | 'mayFail' | 'isRestore'>,
    seconds: number,
  ): Promise<undefined> {
    const open: OpenRequest = {
      ...waiting,
      construct: this.now.Construct,
      request: this.kept,
      physicalId: this.physicalId,
      target: withoutTexts(this.now.Target),
    };
    await this.requests.keep(open);
    const left = Math.max(1, Math.floor(Math.min(seconds, PATIENCE_SECONDS - this.waitedSeconds)));
    await this.startDeadline({ request: nameOf(open.request), seconds: left });
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
