import type { Properties, Resource } from './templates';
import { at, listAt, numberAt, textAt } from './values';

/** Where a container's own health check asks itself, as far as a URL is in its command. */
export interface OwnHealthCheck {
  readonly port: number;
  readonly path: string;
}

const URL_TO_ITSELF = /\b(https?):\/\/(?:localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0)(?::(\d+))?(\/[^\s"'|;&)]*)?/;

export function ownHealthCheckOf(container: Properties | undefined): OwnHealthCheck | undefined {
  const command = listAt(container, 'HealthCheck', 'Command').filter((part) => typeof part === 'string');
  const [, protocol, port, path = '/'] = URL_TO_ITSELF.exec(command.join(' ')) ?? [];
  return protocol ? { port: Number(port ?? (protocol === 'https' ? 443 : 80)), path } : undefined;
}

/** What the load balancer asks the targets of a group, with ELB's own defaults. */
export function healthCheckOf({ properties }: Resource) {
  const port = textAt(properties, 'HealthCheckPort') ?? 'traffic-port';
  return {
    protocol: textAt(properties, 'HealthCheckProtocol') ?? 'HTTP',
    path: textAt(properties, 'HealthCheckPath') ?? '/',
    /** Undefined: the port that the target serves on. */
    port: port === 'traffic-port' ? undefined : numberAt(properties, 'HealthCheckPort'),
    codes: at(properties, 'Matcher'),
  };
}
