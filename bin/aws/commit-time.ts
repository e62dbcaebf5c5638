import { Problem } from '../commands/problem';

/** When the newest change was committed, as an ISO 8601 text; '' when it was not given. */
export function commitTimeOf({ commitTime }: { readonly commitTime?: string }): string {
  if (commitTime === undefined) return '';
  const time = new Date(commitTime);
  if (!Number.isNaN(time.getTime())) return time.toISOString();
  throw new Problem(`'--commit-time' must be a time such as 2026-11-21T05:00:00Z, got '${commitTime}'`);
}
