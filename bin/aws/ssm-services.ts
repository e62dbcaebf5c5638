import { paginateGetParametersByPath, type SSMClient } from '@aws-sdk/client-ssm';
import { DESCRIPTOR_PREFIX, type Descriptor, tryReadDescriptor } from '../../rehearsal/release/descriptor';
import type { Service, Services } from '../commands/ports';
import { Problem } from '../commands/problem';

/** The services whose release descriptors are in SSM Parameter Store. */
export class SsmServices implements Services {
  /** @param open makes a service of its descriptor */
  constructor(
    private readonly ssm: SSMClient,
    private readonly open: (descriptor: Descriptor) => Service,
  ) {}

  /** In the order of their paths. Kinds of workload that this version does not know are left out. */
  public async list(): Promise<readonly Service[]> {
    const found: Descriptor[] = [];
    const path = { Path: DESCRIPTOR_PREFIX, Recursive: true };
    for await (const page of paginateGetParametersByPath({ client: this.ssm }, path)) {
      for (const { Name = '', Value = '' } of page.Parameters ?? []) found.push(...read(Name, Value));
    }
    return found.sort((a, b) => a.path.localeCompare(b.path)).map(this.open);
  }
}

function read(name: string, value: string): Descriptor[] {
  try {
    const descriptor = tryReadDescriptor(name, value);
    return descriptor ? [descriptor] : [];
  } catch (cause) {
    throw new Problem((cause as Error).message, 2, { cause });
  }
}
