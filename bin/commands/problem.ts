/**
 * Something a person can put right: shown as one line `bluegreen: <message>`, without a stack trace.
 *
 * The message names the thing, its value and the way out; lower case, no full stop.
 */
export class Problem extends Error {
  /**
   * @param message what is wrong and what to do
   * @param exitStatus 2 when what was typed or found is wrong, 1 when something did not end as it should
   */
  constructor(
    message: string,
    public readonly exitStatus: 1 | 2 = 2,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'Problem';
  }
}
