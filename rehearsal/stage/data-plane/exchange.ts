import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';
import { targetFailure } from './failure';
import { headersForClient } from './headers';
import type { Observation } from './observation';
import { answerOneself } from './own-answer';
import { ClientGone } from './request-body';

/** How an exchange with a target went: the part of an observation that only it knows. */
export type Outcome = Pick<
  Observation,
  'status' | 'targetStatus' | 'elbStatus' | 'connectionError' | 'brokenOffBy' | 'latencyMs'
>;

/** One request on its way to a target, and the answer on its way back, as a stream in both directions. */
export class Exchange implements Dispatcher.DispatchHandler {
  private readonly startedAt = performance.now();
  private controller?: Dispatcher.DispatchController;
  private targetStatus?: number;
  private latencyMs?: number;
  private clientGone = false;
  private ended = false;
  private done = false;

  /** @param finished called exactly once, when nothing more will happen */
  constructor(
    private readonly response: ServerResponse,
    private readonly cookies: readonly string[],
    private readonly finished: (outcome: Outcome) => void,
  ) {
    response.once('close', () => this.clientLeft());
  }

  public onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.clientGone) controller.abort(new ClientGone());
  }

  public onResponseStart(
    _controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: IncomingHttpHeaders,
    statusMessage?: string,
  ): void {
    if (statusCode < 200) return; // interim answers stay between the load balancer and the target
    this.targetStatus = statusCode;
    this.latencyMs = this.elapsed();
    this.response.writeHead(statusCode, statusMessage, headersForClient(headers, this.cookies));
  }

  public onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.response.write(chunk)) return;
    controller.pause();
    this.response.once('drain', () => controller.resume());
  }

  public onResponseEnd(): void {
    const status = this.targetStatus ?? 502;
    this.ended = true;
    this.response.end(() => this.finish({ status, targetStatus: status }));
  }

  public onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.clientGone || error instanceof ClientGone) {
      this.finishWithoutClient();
    } else if (this.targetStatus !== undefined) {
      this.finish({ status: this.targetStatus, targetStatus: this.targetStatus, brokenOffBy: 'target' });
      this.response.destroy();
    } else {
      const { status, connectionError } = targetFailure(error);
      this.finish({ status, elbStatus: status, ...(connectionError && { connectionError }) });
      answerOneself(this.response, status);
    }
  }

  /** The response was closed: all sent, or the client hung up. */
  private clientLeft(): void {
    if (this.response.writableFinished) return;
    this.clientGone = true;
    this.controller?.abort(new ClientGone());
    if (!this.controller || this.ended) this.finishWithoutClient();
  }

  private finishWithoutClient(): void {
    const status = this.targetStatus;
    this.finish(
      status === undefined ? { status: 460, elbStatus: 460 } : { status, targetStatus: status, brokenOffBy: 'client' },
    );
  }

  private finish(outcome: Omit<Outcome, 'latencyMs'>): void {
    if (this.done) return;
    this.done = true;
    this.finished({ ...outcome, latencyMs: this.latencyMs ?? this.elapsed() });
  }

  private elapsed(): number {
    return performance.now() - this.startedAt;
  }
}
