import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error';
import type { Cloud } from '../cloud';
import type { Principal } from '../principal';
import type { Service } from '../service';
import { serviceModel } from './aws-services';
import { signatureOf } from './caller';
import { protocolCalled } from './protocols';
import type { Exchange, Protocol, WireError } from './protocols/protocol';
import { protocolOf, type Recognised, recognise, withBucketInPath } from './recognise';
import { matchRest } from './rest-route';
import type { ErrorModel, ServiceModel } from './service-model';
import type { WireRequest, WireResponse } from './wire';

/** What an answer needs of the world. */
export interface Surroundings {
  readonly cloud: Cloud;
  readonly whoHas: (accessKeyId: string) => Principal;
  readonly onCrash?: (error: unknown) => void;
}

/** Answers one request: recognised, read by AWS's schema, done by the cloud, written by AWS's schema. */
export async function answer(received: WireRequest, surroundings: Surroundings): Promise<WireResponse> {
  const signature = signatureOf(received);
  const requestId = randomUUID();
  let recognised: Recognised | undefined;
  try {
    recognised = recognise(received, signature);
  } catch (error) {
    // Of the service nothing is known, not even its protocol; the envelope tells what its client can read.
    return protocolCalled(protocolOf(received)).writeError(wireError(error), { requestId, request: received });
  }
  if (!recognised) return NO_AWS_REQUEST;
  const { facts, protocol: protocolName } = recognised;
  const protocol = protocolCalled(protocolName);
  const service = await serviceModel(facts);
  const request = facts.prefix === 's3' ? withBucketInPath(received) : received;
  const exchange: Partial<Exchange> & { readonly requestId: string } = { service, requestId, request };
  try {
    const implementation = implementationOf(facts.prefix, surroundings.cloud);
    const operation = operationOf(recognised, service, implementation, request);
    const complete: Exchange = { service, operation, requestId: exchange.requestId, request };
    const principal = surroundings.whoHas(signature?.accessKeyId ?? '');
    return await call(complete, protocol, principal, surroundings.cloud);
  } catch (error) {
    if (!(error instanceof AwsError)) surroundings.onCrash?.(error);
    return protocol.writeError(wireError(error, service), exchange);
  }
}

async function call(exchange: Exchange, protocol: Protocol, principal: Principal, cloud: Cloud): Promise<WireResponse> {
  const { service, operation } = exchange;
  const input = await protocol.readInput(exchange);
  const output = await cloud.call(service.facts.prefix, operation.name, input, principal);
  return protocol.writeOutput((output ?? {}) as Record<string, unknown>, exchange);
}

const NO_AWS_REQUEST: WireResponse = {
  status: 400,
  headers: { 'content-type': 'text/plain' },
  body: 'this is the endpoint of a local AWS, and this was no request to AWS; set AWS_ENDPOINT_URL to this address and use an AWS SDK or the AWS CLI\n',
};

function implementationOf(prefix: string, cloud: Cloud): Service {
  const found = cloud.tryFindService(prefix);
  if (!found)
    throw new AwsError('UnknownOperationException', `the local AWS does not have the service '${prefix}'`, 404);
  return found;
}

function operationOf(recognised: Recognised, model: ServiceModel, service: Service, request: WireRequest) {
  const implemented = Object.keys(service.operations);
  const name = recognised.operation ?? matchRest(model, request, implemented);
  const operation = name === undefined ? undefined : model.operations.get(name);
  if (operation && name && name in service.operations) return operation;
  const what = name ?? `${request.method} ${request.path}`;
  const code = /query/.test(recognised.protocol) ? 'InvalidAction' : 'UnknownOperationException';
  throw new AwsError(code, `the local AWS does not have ${service.prefix}:${what}; it has: ${implemented.join(', ')}`);
}

/** An error by AWS's names: of the service's model where it has it, otherwise as it was thrown. */
function wireError(error: unknown, service?: ServiceModel): WireError {
  if (!(error instanceof AwsError)) {
    const message = `the local AWS failed: ${error instanceof Error ? error.message : String(error)}`;
    return { name: 'InternalFailure', code: 'InternalFailure', message, status: 500 };
  }
  const known = service?.tryFindError(error.code) ?? { name: error.code, code: error.code };
  // 400 is what an AwsError has when nobody chose a status.
  const status = error.status === 400 ? (modelledStatus(known, service) ?? 400) : error.status;
  return { ...known, message: error.message, status, details: error.details };
}

/** JSON services answer every fault of a client with 400, whatever their model says, unless they once spoke query. */
function modelledStatus({ status }: ErrorModel, service?: ServiceModel): number | undefined {
  const json = service?.facts.protocol.startsWith('json') && !service.facts.queryCompatible;
  return json && status && status < 500 ? undefined : status;
}
