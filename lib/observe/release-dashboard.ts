import { Duration, Names } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { requireName } from '../private/range-checks';
import { dashboardUrl } from './console-links';
import { ReleaseMetrics } from './release-metrics';
import { doraWidgets, releaseWidgets } from './release-widgets';
import type { IReleased } from './released';
import { trafficWidgets } from './traffic-widgets';

/** Properties of a `ReleaseDashboard`. */
export interface ReleaseDashboardProps {
  /** What is shown, in this order; at least one. */
  readonly releases: IReleased[];

  /**
   * Name of the dashboard, 1 to 255 letters, digits, hyphens and underscores.
   *
   * @default - a name made of the construct's path
   */
  readonly dashboardName?: string;

  /**
   * The time that the dashboard shows when it is opened.
   *
   * @default Duration.hours(3)
   */
  readonly defaultInterval?: Duration;
}

/**
 * A dashboard of releases. For each construct: requests, errors, response times, connections and healthy targets by colour side by side,
 * with marks where releases began and ended; how each release went, against the usual targets; and the four figures of DORA.
 *
 * The metrics of releases are written by a function that this makes for each construct. Those of the colours are the load balancer's own;
 * a DNS name has them where its targets are Application Load Balancers of the same app.
 */
export class ReleaseDashboard extends Construct {
  /** The dashboard, for widgets of your own. */
  public readonly dashboard: cloudwatch.Dashboard;

  /** Where the console shows it. */
  public readonly url: string;

  constructor(scope: Construct, id: string, props: ReleaseDashboardProps) {
    super(scope, id);
    requireName('dashboardName', props.dashboardName, 255, /^[\w-]+$/);
    if (props.releases.length === 0) {
      throw new Error(`'releases' of '${this.node.path}' is empty; give it at least one construct of this package`);
    }
    // A name of its own, so that messages can link to it without a reference from one stack to another.
    const dashboardName =
      props.dashboardName ??
      Names.uniqueResourceName(this, { maxLength: 255, separator: '-', allowedSpecialCharacters: '-' });
    this.dashboard = new cloudwatch.Dashboard(this, 'Resource', {
      dashboardName,
      defaultInterval: props.defaultInterval ?? Duration.hours(3),
      widgets: props.releases.flatMap(section),
    });
    this.url = dashboardUrl(dashboardName);
  }
}

function section(release: IReleased): cloudwatch.IWidget[][] {
  const { path, colours } = release._observe();
  const text = (markdown: string, height: number) => [new cloudwatch.TextWidget({ markdown, width: 24, height })];
  const traffic = colours
    ? trafficWidgets(colours, ReleaseMetrics.of(release))
    : [text('The targets of this name are not load balancers of this app, so CloudWatch counts nothing by colour.', 2)];
  return [text(`## ${path}`, 1), doraWidgets(release), ...traffic, releaseWidgets(release)];
}
