import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AWS_CLIENT_OPTIONS } from '../shared/aws-client-options';
import { answering } from '../shared/release/questions';
import { watchingOf } from '../shared/release/watching';
import { asgReplies } from './replies';

/** What the release and rollback machines of two Auto Scaling groups ask. */
export const handler = answering('release-asg', () =>
  asgReplies(
    process.env,
    {
      autoScaling: new AutoScalingClient(AWS_CLIENT_OPTIONS),
      loadBalancing: new ElasticLoadBalancingV2Client(AWS_CLIENT_OPTIONS),
      cloudWatch: new CloudWatchClient(AWS_CLIENT_OPTIONS),
    },
    watchingOf(process.env, 'release-asg'),
  ),
);
