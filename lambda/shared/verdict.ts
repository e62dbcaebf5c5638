/** A hook's answer, in words of no AWS service. No data is never a pass. */
export type Verdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'fail'; readonly reason: string }
  | { readonly kind: 'wait'; readonly retryAfterSeconds: number };
