import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../aws-error';
import { required, validationError } from './errors';

const CONFIG_OF = {
  'host-header': 'HostHeaderConfig',
  'path-pattern': 'PathPatternConfig',
  'http-header': 'HttpHeaderConfig',
  'http-request-method': 'HttpRequestMethodConfig',
  'query-string': 'QueryStringConfig',
  'source-ip': 'SourceIpConfig',
} as const;

type Field = keyof typeof CONFIG_OF;

/** Both of them may come the short way, as `Values`, and are read back both ways. */
const SHORT: readonly string[] = ['host-header', 'path-pattern'];

const MAX_VALUES_PER_RULE = 5;

/**
 * The conditions of a rule as AWS keeps them and reads them back.
 *
 * @throws ValidationError for conditions that AWS refuses
 */
export function checkedConditions(conditions: RuleCondition[] | undefined): RuleCondition[] {
  const wanted = required(conditions, 'Conditions');
  if (wanted.length === 0) throw validationError('A rule needs at least one condition');
  const kept = wanted.map(checkedCondition);
  const values = kept.reduce((sum, one) => sum + valuesOf(one).length, 0);
  if (values > MAX_VALUES_PER_RULE) {
    throw validationError(`A rule can only have '${MAX_VALUES_PER_RULE}' condition values`);
  }
  return kept;
}

/** The values of a condition, however they were given. */
export function valuesOf(condition: RuleCondition): unknown[] {
  return condition[CONFIG_OF[condition.Field as Field]]?.Values ?? condition.Values ?? [];
}

function checkedCondition(condition: RuleCondition): RuleCondition {
  const field = required(condition.Field, 'Field');
  if (!(field in CONFIG_OF))
    throw validationError(`Condition field '${field}' must be one of '[${Object.keys(CONFIG_OF)}]'`);
  const values = valuesOf(condition);
  if (values.length === 0) throw validationError(`A condition on '${field}' needs at least one value`);
  if (field === 'http-header' && !condition.HttpHeaderConfig?.HttpHeaderName) {
    throw new AwsError('ValidationError', "A condition on 'http-header' needs an HttpHeaderName");
  }
  const copy = structuredClone(condition);
  if (!SHORT.includes(field)) return copy;
  const texts = values.map(String);
  return { Field: field, Values: texts, [CONFIG_OF[field as Field]]: { Values: texts } };
}
