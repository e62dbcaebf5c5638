import type { StateError } from '../language/state-error';
import type { TaskState } from '../language/workflow';
import type { Visit } from './visit';

const WHOLE = { truncated: false };

/** The events of a Task: `LambdaFunction...` for a resource that is a function's ARN, `Task...` for all others. */
export class TaskEvents {
  private readonly isFunction: boolean;
  private readonly what: { readonly resourceType: string; readonly resource: string };

  constructor(private readonly visit: Visit<TaskState>) {
    const { kind, resourceType, resource } = visit.state.resource;
    this.isFunction = kind === 'function';
    this.what = { resourceType, resource };
  }

  public scheduled(parameters: string, timeoutInSeconds?: number, heartbeatInSeconds?: number): void {
    const { resource } = this.what;
    if (this.isFunction)
      this.visit.record('LambdaFunctionScheduled', {
        lambdaFunctionScheduledEventDetails: { resource, input: parameters, inputDetails: WHOLE, timeoutInSeconds },
      });
    else
      this.visit.record('TaskScheduled', {
        taskScheduledEventDetails: {
          ...this.what,
          region: this.visit.world.cloud.region,
          parameters,
          timeoutInSeconds,
          heartbeatInSeconds,
        },
      });
  }

  public started(): void {
    if (this.isFunction) this.visit.record('LambdaFunctionStarted');
    else this.visit.record('TaskStarted', { taskStartedEventDetails: this.what });
  }

  public submitted(output: string): void {
    this.visit.record('TaskSubmitted', { taskSubmittedEventDetails: { ...this.what, output, outputDetails: WHOLE } });
  }

  public succeeded(output: string): void {
    if (this.isFunction)
      this.visit.record('LambdaFunctionSucceeded', {
        lambdaFunctionSucceededEventDetails: { output, outputDetails: WHOLE },
      });
    else
      this.visit.record('TaskSucceeded', { taskSucceededEventDetails: { ...this.what, output, outputDetails: WHOLE } });
  }

  public failed({ error, text: cause }: StateError): void {
    const timedOut = error === 'States.Timeout' || error === 'States.HeartbeatTimeout';
    if (this.isFunction && timedOut)
      this.visit.record('LambdaFunctionTimedOut', { lambdaFunctionTimedOutEventDetails: { error, cause } });
    else if (this.isFunction)
      this.visit.record('LambdaFunctionFailed', { lambdaFunctionFailedEventDetails: { error, cause } });
    else if (timedOut) this.visit.record('TaskTimedOut', { taskTimedOutEventDetails: { ...this.what, error, cause } });
    else this.visit.record('TaskFailed', { taskFailedEventDetails: { ...this.what, error, cause } });
  }
}
