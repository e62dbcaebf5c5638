/** Ids and addresses that are unique, and the same in every run. */
export class Identifiers {
  private count = 0;

  /** `ecs-svc/` and 19 digits, as ECS names task sets and deployments. */
  public taskSetId(): string {
    return `ecs-svc/${String(9_000_000_000_000_000_000n + BigInt(this.next()) * 7_919n)}`;
  }

  /** 32 hexadecimal digits, as ECS names tasks. */
  public taskId(): string {
    return this.next().toString(16).padStart(8, '0').repeat(4);
  }

  /** A private address of the network 10.0.0.0/16. */
  public address(): string {
    const number = this.next() + FIRST_HOST;
    const [high, low] = [Math.floor(number / HOSTS) % 256, (number % HOSTS) + 1];
    return `10.0.${high}.${low}`;
  }

  private next(): number {
    this.count += 1;
    return this.count;
  }
}

/** Hosts that we use in each 10.0.x.0/24: .1 to .254. */
const HOSTS = 254;
/** AWS keeps the first addresses of a subnet to itself. */
const FIRST_HOST = 9;

/** The last part of an ARN, or the name as it is: ECS takes either. */
export function nameOf(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? (nameOrArn.split('/').at(-1) ?? nameOrArn) : nameOrArn;
}
