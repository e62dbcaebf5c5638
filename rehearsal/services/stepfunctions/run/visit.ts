import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { Execution } from '../execution';
import type { EventDetails } from '../history';
import { payloadText } from '../language/payload';
import { StateError } from '../language/state-error';
import type { Bindings, Template } from '../language/template';
import type { State } from '../language/workflow';
import { type Frame, visibleVariables } from './frame';
import { timestamp } from './timestamp';
import type { World } from './world';

/** What an expression sees as `$states`, beside `input` and `context`. */
export interface Extra {
  readonly result?: unknown;
  readonly errorOutput?: unknown;
  /** Of the item that a Map state's `ItemSelector` is asked for. */
  readonly mapItem?: {
    readonly Index: number;
    readonly Value: unknown;
    readonly Key?: string;
    readonly Source: string;
  };
}

/** How a state ends. */
export interface Leaving {
  /** Undefined: the workflow ends. */
  readonly next?: string;
  readonly output?: Template;
  readonly assign?: Template;
  /** The output without `Output`. */
  readonly otherwise: unknown;
  readonly extra?: Extra;
}

/** One state being run: its input, its expressions, its events. */
export class Visit<S extends State = State> {
  /** How often the state was tried again. */
  public retryCount = 0;
  /** The task's token, while it has one. */
  public token?: string;
  public readonly input: unknown;

  constructor(
    public readonly world: World,
    public readonly execution: Execution,
    public readonly frame: Frame,
    public readonly state: S,
    public readonly signal: AbortSignal,
  ) {
    this.input = frame.input;
  }

  /** Appends an event after the workflow's last one. */
  public record(type: HistoryEventType, details?: EventDetails): number {
    this.frame.lastEventId = this.execution.history.add(type, this.frame.lastEventId, details);
    return this.frame.lastEventId;
  }

  /** The value of a field, with the variables as they were when the state was entered. */
  public async evaluate(template: Template, extra: Extra = {}): Promise<unknown> {
    try {
      return await template.evaluate(this.bindings(extra));
    } catch (error) {
      if (error instanceof StateError) this.recordFailure(error);
      throw error;
    }
  }

  /**
   * Leaves the state: `Assign` and `Output` are evaluated side by side, then the variables are set.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html#evaluation-order-in-an-assign-field
   */
  public async leave({ next, output, assign, otherwise, extra }: Leaving): Promise<void> {
    const [result, assigned] = await Promise.all([
      output ? this.evaluate(output, extra) : otherwise,
      assign ? this.evaluate(assign, extra) : undefined,
    ]);
    const text = payloadText(result, 'a result', this.state.name);
    if (assigned) payloadText(assigned, 'variables', this.state.name);
    Object.assign(this.frame.variables, assigned);
    this.recordExit(text, assigned as Record<string, unknown> | undefined);
    this.frame.entry = undefined;
    this.frame.children = undefined;
    if (next === undefined) this.frame.done = { output: result };
    else [this.frame.at, this.frame.input] = [next, result];
  }

  private recordExit(output: string, assigned?: Record<string, unknown>): void {
    const assignedVariables =
      assigned && Object.fromEntries(Object.entries(assigned).map(([name, value]) => [name, JSON.stringify(value)]));
    this.record(`${this.state.type}StateExited` as HistoryEventType, {
      stateExitedEventDetails: {
        name: this.state.name,
        output,
        outputDetails: { truncated: false },
        ...(assignedVariables ? { assignedVariables, assignedVariablesDetails: { truncated: false } } : {}),
      },
    });
  }

  private recordFailure({ error, text, location }: StateError): void {
    this.record('EvaluationFailed', {
      evaluationFailedEventDetails: { error, cause: text, location, state: this.state.name },
    });
  }

  private bindings({ mapItem, ...extra }: Extra): Bindings {
    const context = mapItem ? { ...this.context(), Map: { Item: mapItem } } : this.context();
    return {
      ...this.world.functions,
      ...visibleVariables(this.frame),
      states: { input: this.input, ...extra, context },
    };
  }

  /** @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
  private context() {
    const { arn, name, machine, startedAt, redriveCount, redrivenAt } = this.execution;
    return {
      Execution: {
        Id: arn,
        Input: this.execution.inputValue,
        Name: name,
        RoleArn: machine.roleArn,
        StartTime: timestamp(startedAt),
        RedriveCount: redriveCount,
        ...(redrivenAt === undefined ? {} : { RedriveTime: timestamp(redrivenAt) }),
      },
      State: {
        EnteredTime: timestamp(this.frame.entry?.time ?? startedAt),
        Name: this.state.name,
        RetryCount: this.retryCount,
      },
      StateMachine: { Id: machine.arn, Name: machine.name },
      ...(this.token === undefined ? {} : { Task: { Token: this.token } }),
    };
  }
}
