import type { ErrorModel, OperationModel, ServiceModel } from '../service-model';
import type { WireRequest, WireResponse } from '../wire';

/** What a protocol needs to know of an exchange, beside the message itself. */
export interface Exchange {
  readonly service: ServiceModel;
  readonly operation: OperationModel;
  readonly requestId: string;
  readonly request: WireRequest;
}

/** An error to be written. */
export interface WireError extends ErrorModel {
  readonly message: string;
  readonly status: number;
  /** Members of the error beside its message. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** One of AWS's wire protocols, from the server's side. */
export interface Protocol {
  /** @throws AwsError when the request cannot be read */
  readInput(exchange: Exchange): unknown;
  writeOutput(output: Record<string, unknown>, exchange: Exchange): WireResponse;
  /** @param exchange may lack what was not recognised: an error can be written before the operation is known */
  writeError(error: WireError, exchange: Partial<Exchange> & { readonly requestId: string }): WireResponse;
}

/** Whose fault an error is, in the words of the query protocol. */
export function faultOf(error: WireError): 'Sender' | 'Receiver' {
  return error.status < 500 ? 'Sender' : 'Receiver';
}
