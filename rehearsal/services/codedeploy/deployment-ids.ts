import { createHash } from 'node:crypto';

/** Deployment ids of AWS's form, the same in every run: `d-` and nine capitals or digits. */
export class DeploymentIds {
  private count = 0;

  public next(): string {
    this.count += 1;
    const digest = createHash('sha256').update(`deployment ${this.count}`).digest('hex');
    const digits = BigInt(`0x${digest}`).toString(36).toUpperCase();
    return `d-${digits.slice(0, 9)}`;
  }
}
