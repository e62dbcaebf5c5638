/** Plain HTTP, or HTTPS with certificates that the data plane's own authority issues. */
export type ListenerProtocol = 'HTTP' | 'HTTPS';

/** Everything the data plane knows: what listens, and what is behind it. Replaced as a whole, never changed in place. */
export interface RoutingTable {
  readonly listeners: readonly ListenerTable[];
  readonly groups: readonly GroupTable[];
}

/** One listener: a port, rules by priority, and what happens when no rule matches. */
export interface ListenerTable {
  readonly listenerArn: string;
  /**
   * Which load balancer it belongs to: a redirect to another port means that of the same load balancer.
   * @default - all listeners without one belong together
   */
  readonly loadBalancer?: string;
  /** The port in AWS (80, 443, 8443...): what X-Forwarded-Port and redirects say. */
  readonly port: number;
  /**
   * The port on this computer.
   * @default - any free port; ask `DataPlane.portOf(listenerArn)` which
   */
  readonly localPort?: number;
  readonly protocol: ListenerProtocol;
  readonly defaultAction: ListenerAction;
  /**
   * Asked in order of their priority, the lowest number first; the first that matches decides.
   * @default - the default action answers everything
   */
  readonly rules?: readonly ListenerRule[];
  /**
   * Seconds (of real time) without a byte from the target after which the client gets a 504 (`idle_timeout.timeout_seconds`).
   * @default 60
   */
  readonly idleTimeoutSeconds?: number;
}

/** A rule that is not the default one. */
export interface ListenerRule {
  readonly priority: number;
  /** All of them have to match. */
  readonly conditions: readonly RuleCondition[];
  readonly action: ListenerAction;
}

/** One condition; it matches when any of its values does. `*` stands for any characters, `?` for exactly one. */
export type RuleCondition =
  | { readonly field: 'host-header'; readonly values: readonly string[] }
  | { readonly field: 'path-pattern'; readonly values: readonly string[] }
  | { readonly field: 'http-header'; readonly name: string; readonly values: readonly string[] };

export type ListenerAction = ForwardAction | RedirectAction | FixedResponseAction;

/** Sends the request to a target of one of the groups. */
export interface ForwardAction {
  readonly kind: 'forward';
  readonly groups: readonly WeightedGroup[];
  /**
   * Keeps a client on the group that it got first, by the cookie AWSALBTG.
   * @default - every request is drawn anew
   */
  readonly groupStickiness?: Stickiness;
}

/** A group's share: weight / sum of the weights of the action, not a percentage (0 to 999). */
export interface WeightedGroup {
  readonly groupArn: string;
  readonly weight: number;
}

/** Answers with a Location. Each part is as in ELBv2 and may hold `#{protocol}`, `#{host}`, `#{port}`, `#{path}`, `#{query}`. */
export interface RedirectAction {
  readonly kind: 'redirect';
  readonly statusCode: 301 | 302;
  /** @default '#{protocol}' */
  readonly protocol?: string;
  /** @default '#{host}' */
  readonly host?: string;
  /** @default '#{port}' */
  readonly port?: string;
  /** @default '/#{path}' */
  readonly path?: string;
  /** @default '#{query}' */
  readonly query?: string;
}

/** Answers by itself. */
export interface FixedResponseAction {
  readonly kind: 'fixed-response';
  readonly statusCode: number;
  /** @default 'text/plain' */
  readonly contentType?: string;
  /** @default - an empty body */
  readonly body?: string;
}

export interface Stickiness {
  readonly enabled: boolean;
  /** How long a cookie holds, counted from the last response, in the rehearsal's time. */
  readonly durationSeconds: number;
}

/** A target group. */
export interface GroupTable {
  readonly groupArn: string;
  /**
   * How targets are spoken to. As in AWS, a target's certificate is not verified.
   * @default 'HTTP'
   */
  readonly protocol?: ListenerProtocol;
  readonly targets: readonly Target[];
  /**
   * Keeps a client on the target that it got first, by the cookie AWSALB.
   * @default - every request is drawn anew
   */
  readonly targetStickiness?: Stickiness;
  /**
   * How long a new target's share grows linearly to the full one; see `Target.slowStartFrom`.
   * @default 0
   */
  readonly slowStartSeconds?: number;
}

/** States in which a target can be in a routing table (aws-facts 5.3). */
export type TargetState = 'healthy' | 'unhealthy' | 'initial' | 'draining' | 'unused';

/** One registered address. */
export interface Target {
  /** What the target is called in observations; unique within its group. */
  readonly id: string;
  readonly host: string;
  readonly port: number;
  readonly state: TargetState;
  /**
   * When its slow start began, in milliseconds of the clock that the data plane was given. Whoever keeps the table leaves
   * it out for targets that slow start does not apply to: the first ones of an empty group, and those already there.
   * @default - a full share at once
   */
  readonly slowStartFrom?: number;
}
