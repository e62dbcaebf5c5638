import { Annotations, Match } from 'aws-cdk-lib/assertions';
import type { ApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { runChecks } from '../../../../lib/checks/run-checks';
import { testService } from '../../../fixtures/stack';
import { CODE_DEPLOY } from '../findings';

const nameOf = (group: string) => ({ 'Fn::GetAtt': [group, 'TargetGroupFullName'] });

/** What BG036 finds when the service is scaled by these target groups, as the CDK renders a request count of one, or metric math of both. */
function scaledBy(count: 0 | 1 | 2): string[] {
  const [stack] = structuredClone(CODE_DEPLOY);
  if (!stack) throw new Error('the app has no stack');
  const groups = Object.entries(stack.resources)
    .filter(([, { type }]) => type === 'AWS::ElasticLoadBalancingV2::TargetGroup')
    .map(([logicalId]) => logicalId)
    .slice(0, count);
  const specification =
    count === 1
      ? {
          PredefinedMetricSpecification: {
            PredefinedMetricType: 'ALBRequestCountPerTarget',
            ResourceLabel: { 'Fn::Join': ['', ['app/shop/1/', nameOf(groups[0] ?? '')]] },
          },
        }
      : {
          CustomizedMetricSpecification: {
            Metrics: groups.map((group) => ({
              MetricStat: { Metric: { Dimensions: [{ Name: 'TargetGroup', Value: nameOf(group) }] } },
            })),
          },
        };
  const policy = {
    type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
    path: 'Plain/Scaling',
    properties: { TargetTrackingScalingPolicyConfiguration: { TargetValue: 50, ...specification } },
  };
  const found = runChecks([{ ...stack, resources: { ...stack.resources, Scaling: policy } }]);
  return found.filter(({ id }) => id === 'BG036').map(({ message }) => message);
}

describe('BG036', () => {
  test('a policy goes by the requests of one colour', () => {
    expect(scaledBy(1)).toEqual([
      expect.stringMatching(/^scaling policy 'Plain\/Scaling' goes by target group '.*' only$/),
    ]);
  });

  test('is said in the synth of a service that scales so', () => {
    const { stack, service } = testService();
    const scaling = service.autoScaleTaskCount({ maxCapacity: 4 });
    const targetGroup = service.targetGroups.blue as ApplicationTargetGroup;
    scaling.scaleOnRequestCount('Requests', { requestsPerTarget: 100, targetGroup });

    const warnings = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('BG036'));
    expect(warnings).toHaveLength(1);
  });

  test('one that goes by both, or by none, is fine', () => {
    expect([scaledBy(2), scaledBy(0)]).toEqual([[], []]);
  });
});
