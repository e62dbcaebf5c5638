/** What the construct tells the function, as the JSON of `SETTINGS`. */
export interface Settings {
  readonly application: string;
  readonly deploymentGroup: string;
  /** `service/<cluster>/<service>`: what Application Auto Scaling calls the service. */
  readonly resourceId: string;
}
