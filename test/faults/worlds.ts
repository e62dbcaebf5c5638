import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { PreviousColour } from '../../lib';
import { synthesiseMachineShop } from '../fixtures/machine-shop';
import { MachineWorld } from '../fixtures/machine-world';
import { NameWorld, synthesiseName } from '../fixtures/name-world';
import { RELEASE } from './endings';
import { STEADY_AGAIN_MS } from './kill-points';

/** How long a script of CodeDeploy's agent takes: a deployment outlasts the usual retries of a call. */
const SCRIPT_MS = 20_000;

/** What is killed in: each is synthesised once, and answers a function that makes a world of it. Somebody promotes at the second turn of the gate. */
export const WORLDS = {
  groups: () => groups({ hooked: true }),
  name: () => worldsOf((folder) => synthesiseName(folder), NameWorld.create),
  spot: () => groups({ spotWhileIdle: true }),
  keptForAnHour: () => groups({ previousColour: PreviousColour.keptFor(Duration.hours(1)) }),
  revisions: () => groups({ codeDeploy: true }, createWithRevisions),
};

const folders: string[] = [];

/** Removes what was synthesised. */
export function removeAssemblies(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
}

function groups(props: Parameters<typeof synthesiseMachineShop>[1], create = MachineWorld.create) {
  return worldsOf((folder) => synthesiseMachineShop(folder, props), create);
}

function worldsOf<World extends MachineWorld | NameWorld>(
  synthesise: (folder: string) => void,
  create: (assembly: string) => Promise<World>,
): () => Promise<World> {
  const assembly = mkdtempSync(path.join(tmpdir(), 'killed-'));
  folders.push(assembly);
  synthesise(assembly);
  return async () => {
    const world = await create(assembly);
    world.promotesAtTurn = 2;
    return world;
  };
}

/** Each colour has had a revision, so that all later releases take the same way. */
async function createWithRevisions(assembly: string): Promise<MachineWorld> {
  const world = await MachineWorld.create(assembly);
  for (const release of ['20260101T000000Z-a', '20260101T000000Z-b']) {
    await RELEASE.run(world, release, 'blue');
    await world.clock.advance(STEADY_AGAIN_MS);
  }
  world.deploy = () => world.clock.sleep(SCRIPT_MS);
  return world;
}
