import { decodeJson, readNumber } from '../shared/checked-json';
import type { HookRun } from '../shared/hook-run';
import { messageOf } from '../shared/message-of';
import { type FindPrivateAddresses, findTarget } from '../shared/target';
import { timeLimit } from '../shared/time-limit';
import type { Verdict } from '../shared/verdict';
import { countByLayer, decide, type StepResult } from './decide';
import type { Environment } from './environment';
import { Redaction } from './redaction';
import { runStep, skippedEntry } from './run-step';
import { type GetSecret, readSecrets, readSecretVariables } from './secrets';
import { readSteps } from './steps';

/** What a smoke test needs from outside, beside HTTP. */
export interface SmokeTestPorts {
  readonly getSecret: GetSecret;
  readonly findPrivateAddresses: FindPrivateAddresses;
}

/** Runs the steps in order against the candidate; the first one that fails ends the test. */
export async function smokeTest(
  environment: Partial<Environment>,
  ports: SmokeTestPorts,
  { signal: outer, log }: HookRun,
): Promise<Verdict> {
  const secretVariables = readSecretVariables(decodeJson(environment.SECRETS ?? '[]', 'SECRETS'));
  const names = secretVariables.map(({ name }) => name);
  const steps = readSteps(decodeJson(environment.STEPS ?? '', 'STEPS'), names);
  const seconds = readNumber(environment.TIMEOUT_SECONDS, 'TIMEOUT_SECONDS', { min: 1, max: 840 });

  const { signal, clear } = timeLimit(outer, seconds);
  const redaction = new Redaction();
  const results: StepResult[] = [];
  try {
    const variables = await readSecrets(secretVariables, ports.getSecret, signal);
    for (const value of variables.values()) redaction.add(value);
    const target = await findTarget(environment, ports.findPrivateAddresses, signal);

    for (const [index, step] of steps.entries()) {
      if (results.at(-1)?.outcome === 'fail' || results.at(-1)?.outcome === 'skipped') {
        log(skippedEntry(step, index + 1));
        results.push({ name: step.name, layer: step.layer, outcome: 'skipped' });
        continue;
      }
      const { result, captured } = await runStep(step, index + 1, variables, { target, redaction, signal, log });
      for (const [name, value] of captured) variables.set(name, value);
      results.push(result);
    }
    log({ event: 'layers', layers: countByLayer(results) });
    return decide(results);
  } catch (error) {
    // A total time-out outside of the steps says itself what it is; anything else must not tell a secret on its way out.
    throw new Error(redaction.clean(messageOf(signal.aborted ? signal.reason : error)));
  } finally {
    clear();
  }
}
