import { randomUUID } from 'node:crypto';
import { type Existing, type Properties, type ProviderContext, type Providers, provider } from '../provider';

/** What a function answers for a custom resource. */
interface Response {
  readonly Status?: string;
  readonly Reason?: string;
  readonly PhysicalResourceId?: string;
  readonly Data?: Readonly<Record<string, unknown>>;
}

interface CustomResource extends Properties {
  readonly ServiceToken: string;
  readonly ServiceTimeout?: string | number;
}

/**
 * Custom resources of Lambda functions: the function is invoked in the background, and answers by the URL that it is given.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources.html
 */
export const customResourceProviders: Providers = {
  'AWS::CloudFormation::CustomResource': provider<CustomResource>({
    replaceOn: ['ServiceToken'],
    // A function that has failed an update is asked again, the other way round (aws-facts 11.6).
    takesFailureBack: true,
    create: async (properties, context) => {
      // The id of a resource whose creation was cut off before its function had answered (aws-facts 11.6).
      const invented = context.physicalName();
      try {
        const response = await request(context, properties, { RequestType: 'Create' });
        return { physicalId: response.PhysicalResourceId ?? invented, attributes: response.Data ?? {} };
      } catch (error) {
        const { physicalId } = error instanceof Refused ? error : {};
        context.initiated({ physicalId: physicalId ?? invented, attributes: {} });
        throw error;
      }
    },
    update: async (properties, old, { physicalId }, context): Promise<Existing> => {
      const response = await request(context, properties, {
        RequestType: 'Update',
        PhysicalResourceId: physicalId,
        OldResourceProperties: asTexts(old),
      });
      return { physicalId: response.PhysicalResourceId ?? physicalId, attributes: response.Data ?? {} };
    },
    delete: async ({ physicalId }, properties, context) => {
      await request(context, properties, { RequestType: 'Delete', PhysicalResourceId: physicalId });
    },
  }),
};

/**
 * How long an answer may take.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html
 */
function secondsOf({ ServiceTimeout = 3_600 }: CustomResource): number {
  const seconds = Number(ServiceTimeout);
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= 3_600) return seconds;
  throw new Error(`ServiceTimeout must be an integer from 1 to 3600, got '${ServiceTimeout}'`);
}

/** Asks the function and waits for its answer, an hour at most. */
async function request(context: ProviderContext, properties: CustomResource, rest: object): Promise<Response> {
  const seconds = secondsOf(properties);
  const { url, answer } = context.awaitResponse();
  const requestId = randomUUID();
  const event = {
    ServiceToken: properties.ServiceToken,
    ResponseURL: url,
    StackId: context.stackId,
    RequestId: requestId,
    LogicalResourceId: context.logicalId,
    ResourceType: context.type,
    ResourceProperties: asTexts(properties),
    ...rest,
  };
  const Payload = Buffer.from(JSON.stringify(event));
  await context.call('lambda', 'Invoke', {
    FunctionName: properties.ServiceToken,
    InvocationType: 'Event',
    Payload,
  });
  const text = await context.within(answer, seconds);
  if (text === undefined)
    throw new Error(
      `CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [${requestId}].`,
    );
  const response = JSON.parse(text) as Response;
  if (response.Status !== 'SUCCESS') throw new Refused(response, requestId);
  return response;
}

/** The function said no. */
class Refused extends Error {
  public readonly physicalId?: string;

  constructor({ Status, Reason, PhysicalResourceId }: Response, requestId: string) {
    super(
      `Received response status [${Status}] from custom resource. Message returned: ${Reason} (RequestId: ${requestId})`,
    );
    this.physicalId = PhysicalResourceId;
  }
}

/** Functions get every scalar as a text (aws-facts 11.6). */
function asTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asTexts);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, asTexts(one)]));
  return value === undefined ? undefined : String(value);
}
