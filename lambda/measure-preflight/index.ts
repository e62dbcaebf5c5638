import { ECSClient } from '@aws-sdk/client-ecs';
import { AWS_CLIENT_OPTIONS } from '../shared/aws-client-options';
import { readName } from '../shared/checked-json';
import { type EcsHookEvent, ecsHook } from '../shared/ecs-hook';
import type { HookContext } from '../shared/hook-run';
import { readOwnSettings } from '../shared/own-settings';
import { watchingOf } from '../shared/release/watching';
import type { Settings } from './environment';
import { preflight } from './preflight';

const NAME = 'measure-preflight';
const ecs = new ECSClient(AWS_CLIENT_OPTIONS);

/** What ECS invokes before anything of a release exists. */
export const handler = (event: EcsHookEvent, context: HookContext) =>
  ecsHook(NAME, async () => {
    const settings = readOwnSettings<Settings>(process.env.SETTINGS);
    const arn = readName(event.resourceArn, 'resourceArn');
    return preflight(arn, settings, ecs, watchingOf(process.env, NAME));
  })(event, context);
