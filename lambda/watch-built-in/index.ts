import { ECSClient } from '@aws-sdk/client-ecs';
import { AWS_CLIENT_OPTIONS } from '../shared/aws-client-options';
import { answering } from '../shared/release/questions';
import { watchingOf } from '../shared/release/watching';
import { watchReplies } from './replies';

/** What the watcher of a service's deployments by ECS itself asks. */
export const handler = answering('watch-built-in', () =>
  watchReplies(process.env, new ECSClient(AWS_CLIENT_OPTIONS), watchingOf(process.env, 'watch-built-in')),
);
