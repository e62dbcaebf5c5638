import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ExampleStack } from '../../../bin/example-app';
import { AsgExampleStack } from '../../../bin/example-asg';
import { DeployExampleStack } from '../../../bin/example-deploy';
import { DnsExampleStack } from '../../../bin/example-dns';

test.each<[string, (app: App) => Stack, number, number]>([
  ['the ECS service', (app) => new ExampleStack(app, 'Example'), 3, 6],
  ['two Auto Scaling groups', (app) => new AsgExampleStack(app, 'Example'), 3, 7],
  // A hook and live state, and one that answers for releases, whose clock has a role.
  ['a service whose deploy releases', (app) => new DeployExampleStack(app, 'Example'), 3, 7],
  ['the DNS name', (app) => new DnsExampleStack(app, 'Example'), 3, 6],
])('the example of %s has one function that says what is live, and few in all', (_name, make, functions, roles) => {
  const template = Template.fromStack(make(new App()));
  const count = (type: string) => Object.keys(template.findResources(type)).length;

  expect(count('Custom::BlueGreenLiveState')).toBe(1);
  expect([count('AWS::Lambda::Function'), count('AWS::IAM::Role')]).toEqual([functions, roles]);
});
