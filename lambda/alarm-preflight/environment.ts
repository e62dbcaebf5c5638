/** What the construct tells the handler. */
export interface Environment {
  /** Names of the rollback alarms, `string[]` as JSON; at most 100, what one call of DescribeAlarms takes. */
  readonly ALARMS: string;
}
