import { validationError } from './errors';
import type { GroupRecord, MemberRecord } from './records';

/** The groups of the account. */
export class State {
  private readonly groups = new Map<string, GroupRecord>();

  public add(group: GroupRecord): void {
    this.groups.set(group.name, group);
  }

  public remove(group: GroupRecord): void {
    this.groups.delete(group.name);
  }

  public get all(): GroupRecord[] {
    return [...this.groups.values()];
  }

  public tryFind(name: string | undefined): GroupRecord | undefined {
    return this.groups.get(name ?? '') ?? this.all.find(({ arn }) => arn === name);
  }

  /** @throws ValidationError when there is no such group */
  public find(name: string | undefined): GroupRecord {
    const group = this.tryFind(name);
    if (group) return group;
    throw validationError(`AutoScalingGroup name not found - AutoScalingGroup '${name}' not found`);
  }

  public tryFindMember(instanceId: string | undefined): [GroupRecord, MemberRecord] | undefined {
    for (const group of this.groups.values()) {
      const member = [...group.members, ...group.warm].find((one) => one.instanceId === instanceId);
      if (member) return [group, member];
    }
    return undefined;
  }

  /** @throws ValidationError when no group has that instance */
  public findMember(instanceId: string | undefined): [GroupRecord, MemberRecord] {
    const found = this.tryFindMember(instanceId);
    if (found) return found;
    throw validationError(`Instance Id not found - No managed instance found for instance ID: ${instanceId}`);
  }
}
