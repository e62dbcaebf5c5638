import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { statementsOf } from '../../fixtures/stack';
import { shopGroup } from './shop-group';

/** What the machines may read of parameters, with this image. */
function readable(machineImage?: ec2.IMachineImage) {
  const template = Template.fromStack(shopGroup(machineImage && { machineImage }).stack);
  return ['ReleaseRole', 'RollbackRole'].map((role) =>
    statementsOf(template, role).filter(({ Action }) => Action === 'ssm:GetParameters'),
  );
}

test.each<[string, ec2.SsmParameterImageOptions | undefined]>([
  ['', undefined],
  [' of a version', { parameterVersion: '3' }],
])('an image that EC2 finds by a parameter%s: whoever changes a group may read that one', (_, options) => {
  const image = ec2.MachineImage.resolveSsmParameterAtLaunch('/images/web', options);

  const [release = [], rollback = []] = readable(image);
  for (const statements of [release, rollback]) {
    expect(statements).toHaveLength(1);
    expect(JSON.stringify(statements[0].Resource)).toContain(':parameter/images/web"');
  }
});

test('an image that the template names needs none', () => {
  expect(readable().flat()).toEqual([]);
});
