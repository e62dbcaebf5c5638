import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** ARN of the event bus on which AWS's own events are, and those of this package. */
export function defaultBus(scope: Construct): string {
  return Stack.of(scope).formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' });
}
