import { ECSClient } from '@aws-sdk/client-ecs';
import { AWS_CLIENT_OPTIONS } from '../shared/aws-client-options';
import { decodeJson, readName, readObject } from '../shared/checked-json';
import { type EcsHookEvent, ecsHook } from '../shared/ecs-hook';
import type { HookContext } from '../shared/hook-run';
import { watchingOf } from '../shared/release/watching';
import type { Settings } from './environment';
import { preflight } from './preflight';

const NAME = 'measure-preflight';
const ecs = new ECSClient(AWS_CLIENT_OPTIONS);

/** What ECS invokes before anything of a release exists. */
export const handler = (event: EcsHookEvent, context: HookContext) =>
  ecsHook(NAME, async () => {
    const settings = readObject(decodeJson(process.env.SETTINGS ?? '', 'SETTINGS'), 'SETTINGS') as unknown as Settings;
    const arn = readName(event.resourceArn, 'resourceArn');
    return preflight(arn, settings, ecs, watchingOf(process.env, NAME));
  })(event, context);
