/** An error as AWS answers it: the service's own error name and text, and the HTTP status. */
export class AwsError extends Error {
  /**
   * @param code AWS's error name, e.g. `DeploymentLimitExceededException` or `ValidationError`
   * @param details the error's other members, e.g. the `CancellationReasons` of a transaction
   */
  constructor(
    public readonly code: string,
    message: string,
    public readonly status = 400,
    public readonly details?: Readonly<Record<string, unknown>>,
  ) {
    super(message);
    this.name = code;
  }
}
