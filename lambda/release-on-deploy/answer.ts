import type { CustomResourceAnswer } from '../shared/custom-resource';
import { decideReversed, decideUpdate } from './decide';
import type { ReleaseProperties } from './environment';
import type { Step } from './step';
import { forgetNotBack, tellNotBack } from './tell-not-back';

/** How long CloudFormation waits for production to be back, and for a release to end before its stack goes. */
const BACK_SECONDS = 600;
const DELETION_SECONDS = 240;
const CANCELLED = 'the update was cancelled';
/** A previous version whose tasks are gone comes up again first. */
const RESTORE_SECONDS = 3_300;

/** Carries a request out; undefined when CloudFormation is answered later, by an event, or was before. */
export async function carryOut(step: Step): Promise<CustomResourceAnswer | undefined> {
  const arrival = await step.arrive();
  if (arrival === 'again') return undefined;
  if (arrival === 'too late') return tooLate(step);
  switch (step.request.type) {
    case 'Create':
      return step.done('what is released is new, and its first version needs no release');
    case 'Update':
      return step.passage?.isWayBack ? goBack(step) : goForward(step);
    case 'Delete':
      return end(step);
  }
}

/** An answer that nobody hears; if somebody did, it would be the one that does no harm. */
async function tooLate(step: Step): Promise<CustomResourceAnswer> {
  const reason = 'the request has come when its update was over already';
  return (await step.isReversing()) ? step.done(reason) : step.failed(`${reason}; deploy again`);
}

async function goForward(step: Step): Promise<CustomResourceAnswer | undefined> {
  const { now, before, releases, mark } = step;
  const [situation, isLive] = await Promise.all([releases.situation(mark), releases.isLive()]);
  const decision = decideUpdate({
    construct: now.Construct,
    isSameTarget: isSame(now.Target, before.Target),
    isChanged: now.Version !== before.Version,
    // A new version of the same thing, such as an image under the same tag, is not live.
    isLive: isLive && wanted(now.Target) !== wanted(before.Target),
    ...situation,
  });
  if (decision.kind === 'done') return step.done(decision.reason);
  if (decision.kind === 'refuse') return step.failed(decision.reason);
  // Read again as late as can be: the request of the way back may have been answered already.
  if (decision.kind === 'start' && (await step.isReversing())) return step.failed(CANCELLED);
  const release =
    decision.kind === 'start' ? await releases.start(mark, `deploy of ${step.stackName}`) : decision.release;
  if (await step.isReversing()) {
    // The update was cancelled while the release was started, and the request of the way back may have seen nothing of it yet.
    await releases.sendBack(release, `the update of stack ${step.stackName} was cancelled`);
    return step.failed(CANCELLED);
  }
  if (now.WaitsFor === 'start') return step.done(`release ${release} has started`);
  const waiting = { release, waitsFor: now.WaitsFor, mayFail: true, isRestore: false };
  return step.answerLater(waiting, Number(now.WithinSeconds));
}

async function goBack(step: Step): Promise<CustomResourceAnswer | undefined> {
  const { now, before, releases, mark } = step;
  if (!before.Target || !isSame(now.Target, before.Target)) return step.done('another one is released, and stays');
  const failed = step.takenBack;
  if (failed === undefined) return step.done('the update has released nothing');
  const [{ started, ...situation }, isLive] = await Promise.all([releases.situation(mark), releases.isLive()]);
  const decision = decideReversed({
    isChanged: now.Version !== before.Version,
    started: started?.version === failed ? started : undefined,
    candidateIsLive: started?.isLive === true && !isLive,
    ...situation,
  });
  if (decision.kind === 'done') return step.done(decision.reason);
  const { release } = decision;
  const why = `the update of stack ${step.stackName} has failed`;
  const back = { release, waitsFor: 'back', mayFail: false, isRestore: false } as const;
  switch (decision.kind) {
    case 'send-back':
      await releases.sendBack(release, why);
      return step.answerLater(back, BACK_SECONDS);
    case 'await-back':
      return step.answerLater(back, BACK_SECONDS);
    case 'restore': {
      const { id, waitsFor } = await releases.restore(release, mark, why);
      return step.answerLater({ ...back, release: id, waitsFor, isRestore: true }, RESTORE_SECONDS);
    }
    case 'give-up':
      await tellNotBack(
        { construct: now.Construct, release, cure: 'rolled-back', reason: decision.reason },
        step.tools,
      );
      return step.done(decision.reason);
    case 'go-on':
      return step.answerLater({ ...back, waitsFor: 'shifted', isRestore: true }, RESTORE_SECONDS);
  }
}

/** While the stack goes, a release that runs is ended first; a stack that only does without this resource leaves it alone. */
async function end(step: Step): Promise<CustomResourceAnswer | undefined> {
  const { releases, mark } = step;
  await forgetNotBack(step.now.Construct, step.tools);
  if (!(await step.stack.isGoing())) return step.done('releases are no longer started by the stack');
  const { running } = await releases.situation(mark);
  if (running === undefined) return step.done('no release runs');
  await releases.sendBack(running, `stack ${step.stackName} is deleted`);
  const waiting = { release: running, waitsFor: 'end', mayFail: false, isRestore: false } as const;
  return step.answerLater(waiting, DELETION_SECONDS);
}

type Target = ReleaseProperties['Target'];

/** Whether two targets are the same thing, in whatever version. */
function isSame(a: Target, b: Target | undefined): boolean {
  return b !== undefined && identity(a) === identity(b);
}

function identity(target: Target): string {
  return 'Application' in target
    ? [target.Application, target.DeploymentGroup, target.Cluster, target.Service].join()
    : target.Table;
}

function wanted(target: Target | undefined): string | undefined {
  return target && ('Application' in target ? target.TaskDefinition : target.Candidate);
}
