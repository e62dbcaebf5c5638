import type {
  DeleteDashboardsInput,
  GetDashboardInput,
  ListDashboardsInput,
  PutDashboardInput,
} from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';

/** A dashboard, as it was put. */
export interface DashboardRecord {
  readonly name: string;
  readonly body: string;
  /** Rehearsal time in milliseconds. */
  readonly changedAt: number;
}

/** By name. */
export type Dashboards = Map<string, DashboardRecord>;

/** The operations on dashboards: their bodies are kept, and checked as far as that they are dashboards at all. */
export function dashboardOperations(dashboards: Dashboards, cloud: Cloud) {
  const arnOf = (name: string) => `arn:aws:cloudwatch::${cloud.account}:dashboard/${name}`;
  const notFound = (name: string) => new AwsError('ResourceNotFound', `Dashboard ${name} does not exist`, 404);
  return {
    PutDashboard: ({ DashboardName: name = '', DashboardBody: body = '' }: PutDashboardInput) => {
      if (!/^[\w-]{1,255}$/.test(name)) {
        throw new AwsError('InvalidParameterInput', `The dashboard name '${name}' has characters that are not allowed`);
      }
      checkBody(body);
      dashboards.set(name, { name, body, changedAt: cloud.clock.now() });
      return { DashboardValidationMessages: [] };
    },
    GetDashboard: ({ DashboardName: name = '' }: GetDashboardInput) => {
      const found = dashboards.get(name);
      if (!found) throw notFound(name);
      return { DashboardArn: arnOf(name), DashboardName: name, DashboardBody: found.body };
    },
    ListDashboards: ({ DashboardNamePrefix = '' }: ListDashboardsInput) => ({
      DashboardEntries: [...dashboards.values()]
        .filter(({ name }) => name.startsWith(DashboardNamePrefix))
        .map(({ name, body, changedAt }) => ({
          DashboardArn: arnOf(name),
          DashboardName: name,
          LastModified: new Date(changedAt),
          Size: Buffer.byteLength(body),
        })),
    }),
    DeleteDashboards: ({ DashboardNames: names = [] }: DeleteDashboardsInput) => {
      // All or none, as AWS does it.
      for (const name of names) if (!dashboards.has(name)) throw notFound(name);
      for (const name of names) dashboards.delete(name);
      return {};
    },
  };
}

/** CloudWatch takes at most 500 widgets. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
function checkBody(body: string): void {
  const widgets = widgetsIn(body);
  if (!Array.isArray(widgets) || widgets.length > 500) {
    throw new AwsError(
      'InvalidParameterInput',
      'The dashboard body is invalid: it must be JSON with at most 500 widgets',
    );
  }
}

function widgetsIn(body: string): unknown {
  try {
    return (JSON.parse(body) as { widgets?: unknown }).widgets;
  } catch {
    return undefined;
  }
}
