/** What the data plane saw of one request; the material of the load balancer's CloudWatch metrics. */
export interface Observation {
  readonly listenerArn: string;
  /** The group that a target was chosen from. Absent when none was (503, redirect, fixed response): then it is not in RequestCount. */
  readonly groupArn?: string;
  /** The group that had been chosen but had nobody to send to (503). */
  readonly emptyGroupArn?: string;
  /** `Target.id`. */
  readonly targetId?: string;
  /** What the client got, or would have got: 460 stands for a client that hung up before an answer, as in ALB's access log. */
  readonly status: number;
  /** The status that the target answered: HTTPCode_Target_nXX_Count. */
  readonly targetStatus?: number;
  /** The status that the load balancer made up itself: HTTPCode_ELB_nXX_Count. Never together with `targetStatus`. */
  readonly elbStatus?: number;
  /** Why no connection to the target came about (TargetConnectionErrorCount): the code of the system, such as 'ECONNREFUSED'. */
  readonly connectionError?: string;
  /** Who broke off after the status had been sent, so that the client's body is incomplete. */
  readonly brokenOffBy?: 'client' | 'target';
  /**
   * Milliseconds (real) from sending the request to the target until its response headers came: TargetResponseTime.
   * Without an answer of a target: until the load balancer's own answer.
   */
  readonly latencyMs: number;
  /** When the request ended, in milliseconds of the clock that the data plane was given. */
  readonly at: number;
}
