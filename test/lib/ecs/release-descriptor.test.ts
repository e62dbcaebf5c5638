import { createHash } from 'node:crypto';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { defineReleaseParameter } from '../../../lib/ecs/release-descriptor';
import { propertiesOf, testService } from '../../fixtures/stack';

const names = {
  application: 'app',
  deploymentGroup: 'group',
  cluster: 'cluster',
  service: 'orders',
  productionListener: 'arn:production',
  taskFamily: 'orders',
};

describe('release descriptor', () => {
  test('is named by the stack and the path inside it, in characters that SSM allows', () => {
    const stack = new Stack(new App(), 'Shop');
    const service = new Construct(new Construct(stack, 'Back end'), 'Orders');

    defineReleaseParameter(service, { ...names, appSpec: {} });

    const [parameter] = propertiesOf(Template.fromStack(stack), 'AWS::SSM::Parameter');
    expect(parameter).toMatchObject({ Name: '/cdk-blue-green/Shop/Back-end/Orders', Type: 'String' });
  });

  test('holds the AppSpec as text, with its sha256, when it is complete at synth', () => {
    const stack = new Stack(new App(), 'Shop');
    const appSpec = { version: '0.0', note: 'a "quoted" word' };

    defineReleaseParameter(new Construct(stack, 'Orders'), { ...names, appSpec });

    const [{ Value }] = propertiesOf(Template.fromStack(stack), 'AWS::SSM::Parameter');
    const descriptor = JSON.parse(Value);
    expect(JSON.parse(descriptor.appSpec)).toEqual(appSpec);
    expect(descriptor.sha256).toBe(createHash('sha256').update(descriptor.appSpec).digest('hex'));
  });

  test('is valid JSON inside JSON after CloudFormation has filled in what it knows', () => {
    const { template } = testService();

    const [{ Value }] = propertiesOf(template(), 'AWS::SSM::Parameter');
    const text = Value['Fn::Join'][1].map((part: unknown) => (typeof part === 'string' ? part : 'known')).join('');
    const descriptor = JSON.parse(text);
    expect(descriptor).toEqual({
      kind: 'ecs',
      application: 'known',
      deploymentGroup: 'known',
      cluster: 'known',
      service: 'known',
      productionListener: 'known',
      testListener: 'known',
      taskFamily: 'orders',
      appSpec: expect.any(String),
      sha256: 'known',
    });
    expect(JSON.parse(descriptor.appSpec).Resources[0].TargetService.Properties.TaskDefinition).toBe('known');
  });
});
