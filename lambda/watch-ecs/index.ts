import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { AWS_CLIENT_OPTIONS } from '../shared/aws-client-options';
import { answering } from '../shared/release/questions';
import { watchingOf } from '../shared/release/watching';
import { watchReplies } from './replies';

/** What the watcher of an ECS service's deployments asks, and the command that starts one. */
export const handler = answering('watch-ecs', () =>
  watchReplies(
    process.env,
    { codeDeploy: new CodeDeployClient(AWS_CLIENT_OPTIONS), cloudWatch: new CloudWatchClient(AWS_CLIENT_OPTIONS) },
    watchingOf(process.env, 'watch-ecs'),
  ),
);
