import { setTimeout as sleep } from 'node:timers/promises';
import { attemptStep } from '../../smoke-test/attempt';
import { readSteps } from '../../smoke-test/steps';
import { messageOf } from '../message-of';
import { readOwnSettings } from '../own-settings';
import { findPrivateAddresses } from '../private-addresses';
import type { Colour } from '../release/questions';
import { findTarget, type Target } from '../target';
import type { AnalysisEnvironment } from './environment';
import type { ProbeSettings } from './probe-settings';

/** Asks the candidate; what is wrong with it, or undefined. */
export type Probe = (candidate: Colour) => Promise<string | undefined>;

const TIMEOUT_MILLIS = 2_000;
/** One lost packet is no dead candidate; two failures in a row within a few seconds are. */
const AGAIN_AFTER_MILLIS = 2_500;

/** The probe of a function's environment; undefined when none is asked for. */
export function openProbe(
  { PROBE }: AnalysisEnvironment,
  pause: (millis: number) => Promise<unknown> = sleep,
): Probe | undefined {
  if (!PROBE) return undefined;
  const settings = readOwnSettings<ProbeSettings>(PROBE, 'PROBE');
  const steps = readSteps(settings.steps, []).map((step) => ({ ...step, timeoutMillis: TIMEOUT_MILLIS }));
  const targets = new Map<Colour, Promise<Target>>();
  const targetOf = (candidate: Colour): Promise<Target> => {
    const found = targets.get(candidate) ?? locate(settings, candidate);
    targets.set(candidate, found);
    // Addresses of a load balancer change: what could not be reached is looked up anew.
    found.catch(() => targets.delete(candidate));
    return found;
  };
  const once = async (candidate: Colour): Promise<string | undefined> => {
    const signal = AbortSignal.timeout(TIMEOUT_MILLIS * (steps.length + 1));
    try {
      const target = await targetOf(candidate);
      for (const step of steps) {
        const { failure } = await attemptStep(step, target, new Map(), signal);
        if (failure !== undefined) return `${step.name}: ${failure}`;
      }
      return undefined;
    } catch (error) {
      return messageOf(error);
    }
  };
  return async (candidate) => {
    if ((await once(candidate)) === undefined) return undefined;
    targets.delete(candidate);
    await pause(AGAIN_AFTER_MILLIS);
    const failure = await once(candidate);
    return failure && `the candidate on ${candidate} does not pass its probe, twice in a row: ${failure.slice(0, 300)}`;
  };
}

function locate({ target, urls }: ProbeSettings, candidate: Colour): Promise<Target> {
  const own = urls ? { ...target, TEST_URL: urls[candidate] } : target;
  return findTarget(own, findPrivateAddresses, AbortSignal.timeout(TIMEOUT_MILLIS));
}
