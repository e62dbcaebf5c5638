import { AwsError } from '../../aws-error';

/** A document of the type Automation, schema 0.3, as far as it is run here. */
export interface Runbook {
  readonly parameters: Readonly<Record<string, RunbookParameter>>;
  readonly mainSteps: readonly RunbookStep[];
}

export interface RunbookParameter {
  readonly type: string;
  readonly default?: string;
  readonly allowedValues?: readonly string[];
  readonly allowedPattern?: string;
}

export interface RunbookStep {
  readonly name: string;
  readonly action: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: readonly StepOutput[];
  readonly nextStep?: string;
  readonly isEnd?: boolean;
}

/** What of an API's answer later steps can name as `{{ step.Name }}`. */
export interface StepOutput {
  readonly Name: string;
  readonly Selector: string;
  readonly Type: string;
}

/** The actions that run here; a runbook with any other is refused when it is made, not in the middle of its run. */
export const ACTIONS = ['aws:executeAwsApi', 'aws:assertAwsResourceProperty', 'aws:branch', 'aws:sleep'] as const;

/** What of a step is not run here. */
const NOT_HERE = ['onFailure', 'isCritical', 'maxAttempts', 'onCancel', 'precondition'];

/**
 * Reads a runbook.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-documents.html
 * @throws AwsError when it is none, or has what the local AWS does not run
 */
export function readRunbook(content: string): Runbook {
  const { schemaVersion, assumeRole, parameters = {}, mainSteps = [] } = parsed(content);
  if (schemaVersion !== '0.3') throw invalid(`the schema version of a runbook is 0.3, got ${schemaVersion}`);
  if (assumeRole) throw invalid("the local AWS runs a runbook as its caller, so 'assumeRole' must be left out");
  if (mainSteps.length === 0) throw invalid('a runbook needs at least one step');
  const names = new Set(mainSteps.map(({ name }) => name));
  for (const step of mainSteps) {
    if (!ACTIONS.some((action) => action === step.action)) {
      throw invalid(`the local AWS does not run the action ${step.action} of step ${step.name}`);
    }
    for (const option of NOT_HERE) {
      if (option in step) throw invalid(`the local AWS does not know '${option}' of step ${step.name}`);
    }
    if (step.nextStep !== undefined && !names.has(step.nextStep)) {
      throw invalid(`step ${step.name} leads to ${step.nextStep}, which is no step`);
    }
  }
  return { parameters, mainSteps };
}

/** The parameters of a run: those given, and the others' defaults. */
export function parametersOf(
  { parameters }: Runbook,
  given: Readonly<Record<string, readonly string[]>>,
): Record<string, string> {
  for (const name of Object.keys(given)) {
    if (!(name in parameters)) throw invalidParameters(`Unknown parameter ${name}`);
  }
  const all = Object.entries(parameters).map(([name, parameter]) => {
    const value = given[name]?.[0] ?? parameter.default;
    if (value === undefined) throw invalidParameters(`Parameter ${name} is required`);
    if (!isAllowed(value, parameter)) throw invalidParameters(`Value ${value} of parameter ${name} is not allowed`);
    return [name, value] as const;
  });
  return Object.fromEntries(all);
}

function isAllowed(value: string, { allowedValues, allowedPattern }: RunbookParameter): boolean {
  if (allowedValues && !allowedValues.includes(value)) return false;
  return allowedPattern === undefined || new RegExp(`^(?:${allowedPattern})$`).test(value);
}

function parsed(content: string): Partial<Runbook> & { schemaVersion?: string; assumeRole?: string } {
  try {
    return JSON.parse(content) as object;
  } catch {
    throw invalid('the content is not JSON, which is the only format of the local AWS');
  }
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidDocumentContent', message);
}

function invalidParameters(message: string): AwsError {
  return new AwsError('InvalidAutomationExecutionParametersException', message);
}
