import {
  type CloudFormationClient,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';

/** The stack whose update asks. */
export class StackUnderUpdate {
  constructor(
    private readonly client: CloudFormationClient,
    private readonly stackId: string,
  ) {}

  /** Whether an update that has failed is being taken back. */
  public async isReversing(): Promise<boolean> {
    return (await this.status())?.startsWith('UPDATE_ROLLBACK_') ?? false;
  }

  /** Whether the whole stack is made for the first time. */
  public async isNew(): Promise<boolean> {
    return (await this.status()) === 'CREATE_IN_PROGRESS';
  }

  /** Whether the whole stack is deleted. */
  public async isGoing(): Promise<boolean> {
    return (await this.status()) === 'DELETE_IN_PROGRESS';
  }

  /** The physical id that a resource has now; undefined when it is not made yet. */
  public async tryFind(logicalId: string): Promise<string | undefined> {
    try {
      const { StackResourceDetail: found } = await this.client.send(
        new DescribeStackResourceCommand({ StackName: this.stackId, LogicalResourceId: logicalId }),
      );
      return found?.ResourceStatus === 'DELETE_COMPLETE' ? undefined : found?.PhysicalResourceId || undefined;
    } catch (error) {
      if (isNamed(error, 'ValidationError') && /does not exist/.test(error.message)) return undefined;
      throw error;
    }
  }

  /** Since when a resource is updated, in milliseconds since 1970; undefined when it is not. */
  public async updatingSince(logicalId: string): Promise<number | undefined> {
    const { StackResourceDetail: found } = await this.client.send(
      new DescribeStackResourceCommand({ StackName: this.stackId, LogicalResourceId: logicalId }),
    );
    return found?.ResourceStatus === 'UPDATE_IN_PROGRESS' ? found.LastUpdatedTimestamp?.getTime() : undefined;
  }

  /** When the newest update of the stack began, in milliseconds since 1970; undefined before the first. */
  public async updatedAt(): Promise<number | undefined> {
    return (await this.described())?.LastUpdatedTime?.getTime();
  }

  private async status(): Promise<string | undefined> {
    return (await this.described())?.StackStatus;
  }

  private async described() {
    const { Stacks } = await this.client.send(new DescribeStacksCommand({ StackName: this.stackId }));
    return Stacks?.[0];
  }
}

/** By its name: an error of another copy of the SDK is an error too. */
export function isNamed(error: unknown, ...names: string[]): error is Error {
  return error instanceof Error && names.includes(error.name);
}
