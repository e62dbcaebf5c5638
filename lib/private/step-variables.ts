import type { SmokeStep } from '../../lambda/smoke-test/environment';

/** `${name}`, unless escaped as `$${name}`. A token of the CDK has brackets in it and so is none. */
const VARIABLE = /(?<!\$)\$\{(\w+)\}/g;

/** Fails when a step uses a variable that no secret and no step before it has set, or takes the name of a secret. */
export function requireKnownVariables(steps: SmokeStep[], secretNames: string[]): void {
  const known = new Set(secretNames);
  for (const step of steps) {
    const at = `step '${step.name ?? `${step.method} ${step.path}`}'`;
    const { expect, captures = [], ...request } = step;
    requireKnown(request, known, at);
    for (const { name } of captures) {
      if (secretNames.includes(name)) {
        throw new Error(`${at} captures '${name}', which is the name of a secret; choose another name`);
      }
      known.add(name);
    }
    // What an answer is compared with may come from the same answer.
    requireKnown(expect, known, at);
  }
}

function requireKnown(part: unknown, known: Set<string>, at: string): void {
  for (const [, name] of JSON.stringify(part ?? {}).matchAll(VARIABLE)) {
    if (name === undefined || known.has(name)) continue;
    throw new Error(
      `${at} uses the variable '${name}', which no secret and no step before it sets (known: ${[...known].join(', ') || 'none'}); capture it first, or write '$\${${name}}' for the text itself`,
    );
  }
}
