/** Ids and addresses of EC2 that are unique, scattered, and the same in every run. */
export class Identifiers {
  private readonly counts = new Map<string, number>();

  /** 17 hexadecimal digits behind a prefix: `i-0123456789abcdef0`, `lt-...`. */
  public id(prefix: string): string {
    const number = this.next(prefix);
    const high = Math.imul(number, 0x9e3779b1) >>> 0;
    const low = Math.imul(number ^ 0x27d4eb2f, 0x85ebca6b) >>> 0;
    return `${prefix}-0${high.toString(16).padStart(8, '0')}${low.toString(16).padStart(8, '0')}`;
  }

  /** A private address of 10.64.0.0/10: neither those of tasks (10.0.0.0/16) nor of load balancers (10.255.0.0/16). */
  public address(): string {
    const number = this.next('address') + FIRST_HOST;
    const [high, middle, low] = [64 + Math.floor(number / 65_024), Math.floor(number / 254) % 256, (number % 254) + 1];
    return `10.${high}.${middle}.${low}`;
  }

  private next(kind: string): number {
    const number = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, number);
    return number;
  }
}

/** AWS keeps the first addresses of a subnet to itself. */
const FIRST_HOST = 9;
