/**
 * Options of every AWS client here: three tries that together end within seconds, so that an unreachable AWS API (a VPC
 * without a way to it) is an error with a reason, long before the function's own time-out.
 */
export const AWS_CLIENT_OPTIONS = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_500, requestTimeout: 3_000, throwOnRequestTimeout: true },
} as const;
