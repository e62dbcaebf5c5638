import { Annotations, Stage } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import type { Finding } from './check';
import { runChecks } from './run-checks';
import { synthStacks } from './synth-stacks';

/** Says in the cloud assembly which warnings somebody has acknowledged, for `bluegreen check`. */
export const ACKNOWLEDGED = 'cdk-blue-green:acknowledged';

const scopesOf = new WeakMap<Stage, Set<IConstruct>>();

/**
 * Lets the checks look at what is in a scope when its stage is synthesised, and annotate what they find.
 *
 * They run as a validation, because that comes after all aspects and after references across stacks have been made. They look at the whole
 * stage once, however many scopes there are.
 */
export function checkAtSynth(scope: IConstruct): void {
  const stage = Stage.isStage(scope) ? scope : Stage.of(scope);
  if (!stage) return;
  const scopes = scopesOf.get(stage);
  if (scopes) {
    scopes.add(scope);
    return;
  }
  const fresh = new Set([scope]);
  scopesOf.set(stage, fresh);
  stage.node.addValidation({
    validate: () => {
      annotate(stage, fresh);
      return [];
    },
  });
}

function annotate(stage: Stage, scopes: ReadonlySet<IConstruct>): void {
  const { stacks, constructs } = synthStacks(stage);
  for (const finding of runChecks(stacks)) {
    const construct = constructs.get(finding.path);
    if (construct?.node.scopes.some((scope) => scopes.has(scope))) add(construct, finding);
  }
}

function add(construct: IConstruct, { id, level, message, wayOut }: Finding): void {
  const text = `${id}: ${message}; ${wayOut}`;
  if (level === 'error') {
    Annotations.of(construct).addError(text);
    return;
  }
  if (isAcknowledged(construct, id)) construct.node.addMetadata(ACKNOWLEDGED, { id, message });
  else Annotations.of(construct).addWarningV2(id, text);
}

/**
 * The CDK does not tell what is acknowledged: it leaves warnings out. And a warning that comes after it was acknowledged on the very same
 * construct it does not leave out, only one inside of it. So something inside is asked.
 */
function isAcknowledged(construct: IConstruct, id: string): boolean {
  const probe = new Construct(construct, `Acknowledged-${id}`);
  Annotations.of(probe).addWarningV2(id, 'probe');
  construct.node.tryRemoveChild(probe.node.id);
  return probe.node.metadata.length === 0;
}
