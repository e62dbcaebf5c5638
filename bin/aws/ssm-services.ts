import { paginateGetParametersByPath, type SSMClient } from '@aws-sdk/client-ssm';
import { DESCRIPTOR_PREFIX, type Descriptor, tryReadDescriptor } from '../../rehearsal/release/descriptor';
import type { NotTakenBack } from '../commands/not-taken-back';
import type { Service, Services } from '../commands/ports';
import { Problem } from '../commands/problem';

/** The end of the name of a parameter that the function of `releaseOnDeploy` leaves. */
const NOT_BACK = '/not-taken-back';

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
    const notBack = new Map<string, NotTakenBack>();
    const path = { Path: DESCRIPTOR_PREFIX, Recursive: true };
    for await (const page of paginateGetParametersByPath({ client: this.ssm }, path)) {
      for (const { Name = '', Value = '' } of page.Parameters ?? []) {
        if (Name.endsWith(NOT_BACK))
          notBack.set(Name.slice(DESCRIPTOR_PREFIX.length, -NOT_BACK.length), readNotBack(Value));
        else found.push(...read(Name, Value));
      }
    }
    return found
      .sort((a, b) => a.path.localeCompare(b.path))
      .map((descriptor) => ({ ...this.open(descriptor), notTakenBack: notBack.get(descriptor.path) }));
  }
}

function readNotBack(value: string): NotTakenBack {
  const {
    release = '',
    cure,
    reason = '',
    at,
  } = JSON.parse(value) as Partial<Omit<NotTakenBack, 'at'>> & {
    readonly at?: string;
  };
  return { release, cure, reason, at: new Date(at ?? 0) };
}

function read(name: string, value: string): Descriptor[] {
  try {
    const descriptor = tryReadDescriptor(name, value);
    return descriptor ? [descriptor] : [];
  } catch (cause) {
    throw new Problem((cause as Error).message, 2, { cause });
  }
}
