import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ExampleStack } from '../../../bin/example-app';
import { AsgExampleStack } from '../../../bin/example-asg';
import { DeployExampleStack } from '../../../bin/example-deploy';
import { DnsExampleStack } from '../../../bin/example-dns';

test.each<[string, (app: App) => Stack, functions: number, roles: number, states: number]>([
  ['the ECS service', (app) => new ExampleStack(app, 'Example'), 3, 6, 1],
  // One for what leads to the groups, and one for the groups.
  ['two Auto Scaling groups', (app) => new AsgExampleStack(app, 'Example'), 3, 7, 2],
  // A hook and live state, and one that answers for releases, whose clock has a role.
  ['a service whose deploy releases', (app) => new DeployExampleStack(app, 'Example'), 3, 7, 1],
  ['the DNS name', (app) => new DnsExampleStack(app, 'Example'), 3, 6, 1],
])(
  'the example of %s has one function that says what is live, and few in all',
  (_name, make, ...[functions, roles, states]) => {
    const template = Template.fromStack(make(new App()));
    const count = (type: string) => Object.keys(template.findResources(type)).length;

    expect(count('Custom::BlueGreenLiveState')).toBe(states);
    expect([count('AWS::Lambda::Function'), count('AWS::IAM::Role')]).toEqual([functions, roles]);
  },
);
