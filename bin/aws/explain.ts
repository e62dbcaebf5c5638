import { Problem } from '../commands/problem';

/** What is known of an error of the SDK. */
interface SdkError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/**
 * An error of the SDK as something that a person can put right; errors that are none of AWS's stay as they are.
 *
 * @param environment for AWS_ENDPOINT_URL, which decides what the way out is
 */
export function explain(error: unknown, environment: NodeJS.ProcessEnv = process.env): unknown {
  if (error instanceof Problem || !(error instanceof Error)) return error;
  const rootCause = causeOf(error);
  const message = explainTransport(rootCause, environment) ?? explainCaller(error) ?? explainAnswer(error);
  return message ? new Problem(message.text, message.exitStatus, { cause: error }) : error;
}

interface Explanation {
  readonly text: string;
  readonly exitStatus: 1 | 2;
}

const UNREACHABLE = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EHOSTUNREACH', 'ETIMEDOUT', 'EAI_AGAIN']);

/** The endpoint is not there. */
function explainTransport(error: SdkError, environment: NodeJS.ProcessEnv): Explanation | undefined {
  const endpoint = environment.AWS_ENDPOINT_URL;
  if (endpoint && error.code === 'ERR_INVALID_URL')
    return {
      text: `AWS_ENDPOINT_URL must be a URL such as http://127.0.0.1:4566, got '${endpoint}'; unset it to use AWS`,
      exitStatus: 2,
    };
  if (!error.code || !UNREACHABLE.has(error.code)) return undefined;
  if (!endpoint)
    return {
      text: `AWS cannot be reached (${error.message}); check the network, the proxy and AWS_REGION`,
      exitStatus: 2,
    };
  return {
    text: `nothing answers at AWS_ENDPOINT_URL '${endpoint}' (${error.code}); start the local AWS with 'bluegreen serve', or unset AWS_ENDPOINT_URL to use AWS`,
    exitStatus: 2,
  };
}

/** The SDK does not know who calls, or from where. */
function explainCaller(error: SdkError): Explanation | undefined {
  if (/region is missing/i.test(error.message)) {
    return { text: 'no AWS region is set; set AWS_REGION, or AWS_PROFILE to a profile with a region', exitStatus: 2 };
  }
  if (error.name === 'CredentialsProviderError' || error.name === 'TokenProviderError') {
    return {
      text: `no usable AWS credentials (${firstLine(error.message)}); set AWS_PROFILE or log in, or set the variables that 'bluegreen serve' prints for the local AWS`,
      exitStatus: 2,
    };
  }
  return undefined;
}

/** What was asked for does not exist. */
const NOT_THERE: Readonly<Record<string, string>> = {
  DeploymentDoesNotExistException: "'bluegreen status' shows the deployments of this account and region",
  InvalidDeploymentIdException: "a deployment id looks like d-ABCDE1234; 'bluegreen status' shows it",
  ApplicationDoesNotExistException: "deploy the service's stack again with 'cdk deploy'",
  DeploymentGroupDoesNotExistException: "deploy the service's stack again with 'cdk deploy'",
  ClusterNotFoundException: "deploy the service's stack again with 'cdk deploy'",
  TargetGroupNotFoundException: "deploy the service's stack again with 'cdk deploy'",
  ListenerNotFoundException: "deploy the service's stack again with 'cdk deploy'",
  RuleNotFoundException: "deploy the service's stack again with 'cdk deploy'",
  StateMachineDoesNotExist: "deploy the service's stack again with 'cdk deploy'",
  ResourceNotFoundException: "deploy the service's stack again with 'cdk deploy'",
  NoSuchHostedZone: "deploy the service's stack again with 'cdk deploy'",
};

const NOT_NOW: Readonly<Record<string, string>> = {
  DeploymentAlreadyCompletedException: "it has ended meanwhile; 'bluegreen status' shows how",
  DeploymentIsNotInReadyStateException: "it does not wait for a person now; 'bluegreen status' shows where it is",
  StateMachineDeleting: "deploy the service's stack again with 'cdk deploy'",
  ThrottlingException: 'wait a little and try again',
  Throttling: 'wait a little and try again',
  PriorRequestNotComplete: 'wait a little and try again',
  ExpiredTokenException: 'log in again',
  ExpiredToken: 'log in again',
};

/** AWS answered with an error. */
function explainAnswer(error: SdkError): Explanation | undefined {
  const { name } = error;
  const text = `${lowerFirst(firstLine(error.message))} (${name})`;
  if (NOT_THERE[name]) return { text: `${text}; ${NOT_THERE[name]}`, exitStatus: 2 };
  if (NOT_NOW[name]) return { text: `${text}; ${NOT_NOW[name]}`, exitStatus: 1 };
  if (
    /^(AccessDenied|UnauthorizedOperation|UnrecognizedClient|InvalidClientTokenId|SignatureDoesNotMatch)/.test(name)
  ) {
    return { text: `AWS refused the call: ${text}; check AWS_PROFILE, and the permissions of the role`, exitStatus: 1 };
  }
  return error.$metadata?.httpStatusCode ? { text: `AWS answered: ${text}`, exitStatus: 1 } : undefined;
}

/** Where the trouble began: the SDK and Node wrap network errors, several attempts among them. */
function causeOf(error: SdkError): SdkError {
  if (error.code) return error;
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return causeOf(error.errors[0]);
  return error.cause instanceof Error ? causeOf(error.cause) : error;
}

function firstLine(text: string): string {
  return text.split('\n')[0].replace(/[.\s]+$/, '');
}

/** Lower case as in all our messages, but not in acronyms and names such as `IAM` or `d-ABC`. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z ]/.test(text) ? text[0].toLowerCase() + text.slice(1) : text;
}
