import type { CfnElement } from 'aws-cdk-lib';

/** An element's part of its stack's template. */
export interface Rendered {
  readonly Resources?: Readonly<Record<string, { readonly Properties?: object }>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value?: unknown; readonly Export?: { readonly Name?: unknown } }>
  >;
}

let shared: Map<CfnElement, Rendered> | undefined;

/**
 * An element's part of its stack's template. The CDK has this method on every element and calls it while it synthesises, but does not
 * declare it; there is no other way to see an escape hatch's overrides before the template is written.
 */
export function rendered(element: CfnElement): Rendered {
  const known = shared?.get(element);
  if (known) return known;
  const { _toCloudFormation: render } = element as unknown as { _toCloudFormation?: () => unknown };
  const fresh = (element.stack.resolve(render?.call(element)) ?? {}) as Rendered;
  shared?.set(element, fresh);
  return fresh;
}

/** Renders each element once while the work goes on, which changes none: rendering is what takes the time of a synth. */
export function renderingOnce<T>(work: () => T): T {
  if (shared) return work();
  shared = new Map();
  try {
    return work();
  } finally {
    shared = undefined;
  }
}
