import { parameterValues } from '../../../rehearsal/template/parameters';
import type { TemplateParameter } from '../../../rehearsal/template/template';

const lookup = async (name: string) => `value of ${name}`;

function values(P: TemplateParameter, given: Record<string, string> = {}) {
  return parameterValues({ Resources: {}, Parameters: { P } }, given, lookup, 'Shop');
}

describe('parameters of templates', () => {
  test.each<[TemplateParameter, Record<string, string>, unknown]>([
    [{ Type: 'String', Default: 'a' }, {}, 'a'],
    [{ Type: 'String', Default: 'a' }, { P: 'b' }, 'b'],
    [{ Type: 'Number', Default: 5 }, {}, '5'],
    [{ Type: 'CommaDelimitedList' }, { P: 'a, b' }, ['a', 'b']],
    [{ Type: 'List<AWS::EC2::Subnet::Id>' }, { P: '' }, []],
    [{ Type: 'AWS::SSM::Parameter::Value<String>', Default: '/x' }, {}, 'value of /x'],
    [{ Type: 'AWS::SSM::Parameter::Value<List<String>>' }, { P: 'a' }, ['value of a']],
  ])('%j with %j is %j', async (parameter, given, expected) => {
    expect(await values(parameter, given)).toEqual({ P: expected });
  });

  test.each<[TemplateParameter, Record<string, string>, string]>([
    [{ Type: 'String' }, {}, 'Parameters: [P] must have values'],
    [{ Type: 'String' }, { P: 'a', Q: 'b' }, 'Parameters: [Q] do not exist in the template'],
    [{ Type: 'String', AllowedValues: ['a', 'b'] }, { P: 'c' }, "parameter 'P' is 'c'; it must be one of a, b"],
    [{ Type: 'String', AllowedPattern: '[a-z]+' }, { P: 'A' }, "parameter 'P' is 'A'; it must match [a-z]+"],
    [{ Type: 'Number' }, { P: 'x' }, "parameter 'P' is 'x'; it must be a number"],
    [{ Type: 'Number', ConstraintDescription: 'think of one' }, { P: 'x' }, "parameter 'P' is 'x'; think of one"],
  ])('%j with %j is an error', async (parameter, given, message) => {
    await expect(values(parameter, given)).rejects.toThrow(message);
  });
});
