/**
 * Who calls. `root` is the person at the keyboard and may do everything; a `role` may do what its policies say; a
 * `service` is AWS itself acting by a service-linked role (ECS registering targets), which no template describes.
 */
export interface Principal {
  readonly kind: 'root' | 'role' | 'service';
  readonly arn: string;
}

export function rootOf(account: string): Principal {
  return { kind: 'root', arn: `arn:aws:iam::${account}:root` };
}

/** @param roleArn the ARN of the role itself, not of a session */
export function roleWith(roleArn: string): Principal {
  return { kind: 'role', arn: roleArn };
}

/** @param name the service's principal, e.g. `ecs.amazonaws.com` */
export function serviceCalled(name: string): Principal {
  return { kind: 'service', arn: name };
}
