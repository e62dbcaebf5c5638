/** What becomes of a release that the analysis could not judge in time. */
export enum InconclusiveAction {
  /** It goes on. */
  PASS = 'pass',

  /** It goes back. */
  FAIL = 'fail',
}
