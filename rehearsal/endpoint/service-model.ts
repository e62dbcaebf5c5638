import { NormalizedSchema } from '@smithy/core/schema';

/** The wire protocols of AWS that the endpoint speaks. */
export type ProtocolName = 'query' | 'ec2-query' | 'json-1.0' | 'json-1.1' | 'rpc-v2-cbor' | 'rest-json' | 'rest-xml';

/** One operation, as AWS's own model has it. */
export interface OperationModel {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** Method, path template and status of a REST operation. */
  readonly http?: readonly [method: string, path: string, status: number];
}

/** An error of a service: its shape's name, its name in the query protocol, its HTTP status. */
export interface ErrorModel {
  readonly name: string;
  readonly code: string;
  readonly status?: number;
}

/** What a service looks like from outside, without its operations. */
export interface ServiceFacts {
  /** The prefix of its IAM actions; the name by which the cloud knows it. */
  readonly prefix: string;
  /** The name in the credential scope of a signature. */
  readonly signingName: string;
  /** What the service's current SDK clients speak; other clients may choose another that fits their request. */
  readonly protocol: ProtocolName;
  /** API version, `Version` of a query request. */
  readonly version: string;
  /** Before the dot in `X-Amz-Target`. */
  readonly target: string;
  readonly xmlNamespace: string;
  /** Errors carry the query protocol's code in a header, because the service once spoke query. */
  readonly queryCompatible?: boolean;
}

/** A service's operations and errors, read from the schemas that its SDK client exports. */
export class ServiceModel {
  public readonly operations = new Map<string, OperationModel>();
  private readonly errors = new Map<string, ErrorModel>();

  /** @param schemas the exports of an SDK client package; everything that is no operation or error is passed over */
  constructor(
    public readonly facts: ServiceFacts,
    schemas: Readonly<Record<string, unknown>>,
  ) {
    for (const schema of Object.values(schemas)) {
      if (!Array.isArray(schema)) continue;
      if (schema[0] === OPERATION) this.addOperation(schema as unknown as OperationSchema);
      else if (schema[0] === ERROR) this.addError(schema as unknown as ErrorSchema);
    }
  }

  /** An error by the name of its shape or by its code in the query protocol. */
  public tryFindError(name: string): ErrorModel | undefined {
    return this.errors.get(name);
  }

  private addOperation([, , name, traits, input, output]: OperationSchema): void {
    const http = typeof traits === 'object' ? traits.http : undefined;
    this.operations.set(name, { name, http, input: NormalizedSchema.of(input), output: NormalizedSchema.of(output) });
  }

  private addError([, , name, traits]: ErrorSchema): void {
    const [code, status] = (typeof traits === 'object' && traits.awsQueryError) || [name];
    const found = { name, code, status: status ?? (typeof traits === 'object' ? traits.httpError : undefined) };
    this.errors.set(name, found);
    if (!this.errors.has(code)) this.errors.set(code, found);
  }
}

/** How the SDK writes its schemas: a tuple that begins with the kind. */
const OPERATION = 9;
const ERROR = -3;
type SchemaRef = Parameters<typeof NormalizedSchema.of>[0];
type OperationSchema = [
  kind: number,
  namespace: string,
  name: string,
  traits: number | { readonly http?: readonly [string, string, number] },
  input: SchemaRef,
  output: SchemaRef,
];
type ErrorSchema = [
  kind: number,
  namespace: string,
  name: string,
  traits: number | { readonly awsQueryError?: readonly [string, number]; readonly httpError?: number },
];
