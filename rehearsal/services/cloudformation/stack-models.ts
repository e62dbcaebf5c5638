import type { Parameter, Tag } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import type { Principal } from '../../principal';
import { resourceOrder } from '../../template/dependencies';
import { parameterValues } from '../../template/parameters';
import { parseTemplate } from '../../template/parse';
import type { PseudoParameters } from '../../template/scope';
import { stackScope } from '../../template/stack-scope';
import { TemplateError } from '../../template/template';
import { checkCapabilities } from './capabilities';
import { referenceLookup } from './references';
import type { StackModel } from './stack';

/** Reads the text of an object that a template URL names. */
export type ReadObject = (url: string) => Promise<string> | string;

/** What the operations that take a template have in common. */
export interface TemplateRequest {
  readonly TemplateBody?: string;
  readonly TemplateURL?: string;
  readonly UsePreviousTemplate?: boolean;
  readonly Parameters?: Parameter[];
  readonly Tags?: Tag[];
  readonly Capabilities?: string[];
}

/** The template's text, from the request itself or from the local S3. */
export async function templateText(request: TemplateRequest, read: ReadObject, previous?: StackModel): Promise<string> {
  if (request.TemplateBody) return request.TemplateBody;
  if (request.TemplateURL) return read(request.TemplateURL);
  if (request.UsePreviousTemplate && previous) return previous.templateText;
  throw new AwsError('ValidationError', 'Either Template URL or Template Body must be specified.');
}

/**
 * Checks a request for a stack and understands its template.
 *
 * @throws AwsError ValidationError, with what is wrong and where
 */
export async function stackModel(
  request: TemplateRequest,
  pseudo: PseudoParameters,
  cloud: Cloud,
  principal: Principal,
  read: ReadObject,
  previous?: StackModel,
): Promise<StackModel> {
  const text = await templateText(request, read, previous);
  const given = givenParameters(request.Parameters ?? [], previous);
  return validated(async () => {
    const template = parseTemplate(text, pseudo.stackName);
    checkCapabilities(template, request.Capabilities ?? []);
    const lookup = referenceLookup(cloud, principal).ssm;
    const parameters = await parameterValues(template, given, lookup, pseudo.stackName);
    const order = resourceOrder(stackScope({ template, parameters, pseudo }), pseudo.stackName);
    const [tags, capabilities] = [request.Tags ?? previous?.tags ?? [], request.Capabilities ?? []];
    return { templateText: text, template, given, parameters, tags, capabilities, order };
  });
}

/** Runs something that reads a template; what is wrong with the template becomes CloudFormation's ValidationError. */
export async function validated<T>(work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TemplateError) throw new AwsError('ValidationError', error.message);
    throw error;
  }
}

/** The values that a request gives, with `UsePreviousValue` filled in from the stack's last template. */
function givenParameters(parameters: readonly Parameter[], previous?: StackModel): Record<string, string> {
  const entries = parameters.map(({ ParameterKey = '', ParameterValue, UsePreviousValue }) => {
    const before = previous?.given[ParameterKey] ?? previous?.template.Parameters?.[ParameterKey]?.Default;
    return [ParameterKey, String((UsePreviousValue ? before : ParameterValue) ?? '')] as const;
  });
  return Object.fromEntries(entries);
}
