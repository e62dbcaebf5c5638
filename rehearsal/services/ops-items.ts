import { createHash } from 'node:crypto';
import type {
  CreateOpsItemRequest,
  DescribeOpsItemsRequest,
  GetOpsItemRequest,
  OpsItem,
  OpsItemFilter,
  UpdateOpsItemRequest,
} from '@aws-sdk/client-ssm';
import { AwsError } from '../aws-error';
import type { Cloud } from '../cloud';
import { page } from './page';

/** By id. */
export type OpsItems = Map<string, OpsItem>;

const PAGE = 50;

/**
 * Systems Manager's OpsItems: work for people. One with the deduplication text of an item that is still open is refused.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-working-deduplication.html
 */
export function opsItemOperations(items: OpsItems, cloud: Cloud) {
  const find = (id: string | undefined): OpsItem => {
    const found = items.get(id ?? '');
    if (found) return found;
    throw new AwsError('OpsItemNotFoundException', `OpsItem ID ${id} not found.`);
  };
  return {
    CreateOpsItem: (input: CreateOpsItemRequest) => {
      requireTexts(input);
      const same = [...items.values()].find((one) => isOpen(one) && dedupOf(one) && dedupOf(one) === dedupOf(input));
      if (same) {
        throw new AwsError('OpsItemAlreadyExistsException', `OpsItem already exists: ${same.OpsItemId}`, 400, {
          OpsItemId: same.OpsItemId,
        });
      }
      const OpsItemId = `oi-${createHash('sha256').update(`${items.size}`).digest('hex').slice(0, 12)}`;
      const OpsItemArn = cloud.arn('ssm', `opsitem/${OpsItemId}`);
      const now = new Date(cloud.clock.now());
      const { Tags: _tags, AccountId: _account, ...told } = input;
      const made = { ...told, OpsItemId, OpsItemArn, OpsItemType: input.OpsItemType ?? '/aws/issue' };
      items.set(OpsItemId, { ...made, Status: 'Open', CreatedTime: now, LastModifiedTime: now, Version: '1' });
      return { OpsItemId, OpsItemArn };
    },
    GetOpsItem: ({ OpsItemId }: GetOpsItemRequest) => ({ OpsItem: find(OpsItemId) }),
    UpdateOpsItem: ({ OpsItemId, ...changes }: UpdateOpsItemRequest) => {
      const found = find(OpsItemId);
      const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
      const changed = { LastModifiedTime: new Date(cloud.clock.now()), Version: `${Number(found.Version) + 1}` };
      items.set(found.OpsItemId ?? '', { ...found, ...given, ...changed });
      return {};
    },
    DescribeOpsItems: ({ OpsItemFilters = [], MaxResults = PAGE, NextToken }: DescribeOpsItemsRequest) => {
      const fitting = [...items.values()].filter((one) => OpsItemFilters.every((filter) => fits(one, filter)));
      const { items: found, nextToken } = page(fitting, MaxResults, NextToken);
      return { OpsItemSummaries: found, NextToken: nextToken };
    },
  };
}

/** The lengths that AWS allows (CreateOpsItem's reference). */
function requireTexts({ Title = '', Source = '', Description = '' }: CreateOpsItemRequest): void {
  const limits = { title: [Title, 1024], source: [Source, 128], description: [Description, 2048] } as const;
  for (const [name, [value, most]] of Object.entries(limits)) {
    if (value.length >= 1 && value.length <= most) continue;
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at '${name}' failed to satisfy constraint: Member must have length less than or equal to ${most} and at least 1`,
    );
  }
}

function isOpen({ Status }: OpsItem): boolean {
  return Status !== 'Resolved' && Status !== 'Closed';
}

/** The text by which an item is the same as another. */
function dedupOf({ OperationalData }: Pick<OpsItem, 'OperationalData'>): string | undefined {
  const value = OperationalData?.['/aws/dedup']?.Value;
  return value && (JSON.parse(value) as { dedupString?: string }).dedupString;
}

function fits(item: OpsItem, { Key = 'Status', Values = [], Operator }: OpsItemFilter): boolean {
  const value = String(item[Key as keyof OpsItem] ?? '');
  return Values.some((wanted) => (Operator === 'Contains' ? value.includes(wanted) : value === wanted));
}
