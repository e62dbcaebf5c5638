import {
  type CodeDeployClient,
  type DeploymentInfo,
  type ECSTarget,
  GetDeploymentCommand,
  GetDeploymentTargetCommand,
} from '@aws-sdk/client-codedeploy';
import { readName, readObject } from '../shared/checked-json';
import { codeDeployFacts, phaseAfter } from './code-deploy-facts';
import type { Settings } from './environment';
import { analysisOf, machineFacts, text } from './machine-facts';
import type { Facts } from './metrics';
import type { ReportTable } from './report-table';

/** Where facts are found. */
export interface Sources {
  readonly codeDeploy: CodeDeployClient;
  readonly table: ReportTable;
}

/** What is known of the release that an event is about; undefined when the event tells nothing. */
export async function findFacts(event: unknown, settings: Settings, sources: Sources): Promise<Facts | undefined> {
  const detail = readObject(readObject(event, 'the event').detail, 'detail');
  if (settings.codeDeploy) return deployed(detail, settings, sources);
  const release = readName(detail.release, 'release');
  return machineFacts(detail, await sources.table.release(release), settings);
}

async function deployed(
  detail: Readonly<Record<string, unknown>>,
  settings: Settings,
  { codeDeploy, table }: Sources,
): Promise<Facts | undefined> {
  const named = await readDeployment(codeDeploy, readName(detail.deploymentId, 'deploymentId'));
  const original =
    named.creator === 'codeDeployRollback' ? named.rollbackInfo?.rollbackTriggeringDeploymentId : undefined;
  const info = original ? await readDeployment(codeDeploy, original) : named;
  const rollbackId = info.rollbackInfo?.rollbackDeploymentId;
  const rollback = original ? named : rollbackId ? await readDeployment(codeDeploy, rollbackId) : undefined;
  const phase = phaseAfter(readName(detail.state, 'state'), original !== undefined, { info, rollback });
  if (phase === undefined) return undefined;
  const id = info.deploymentId ?? '';
  const [target, record] = await Promise.all([
    readTarget(codeDeploy, id, settings.codeDeploy?.targetId ?? ''),
    table.release(id),
  ]);
  const facts = codeDeployFacts(phase, { info, target, rollback }, settings);
  const analysis = analysisOf(record);
  // Whoever stops a deployment is 'somebody' to CodeDeploy; the analysis has written why it did.
  const reason =
    facts.reason && (text(record, 'reason') ?? (analysis?.verdict === 'fail' ? analysis.reason : facts.reason));
  return { ...facts, reason, who: text(record, 'who'), analysis };
}

async function readDeployment(client: CodeDeployClient, deploymentId: string): Promise<DeploymentInfo> {
  const { deploymentInfo } = await client.send(new GetDeploymentCommand({ deploymentId }));
  if (!deploymentInfo) throw new Error(`CodeDeploy tells nothing of deployment '${deploymentId}'`);
  return deploymentInfo;
}

/** A deployment has no target in its first moments. */
async function readTarget(
  client: CodeDeployClient,
  deploymentId: string,
  targetId: string,
): Promise<ECSTarget | undefined> {
  try {
    const { deploymentTarget } = await client.send(new GetDeploymentTargetCommand({ deploymentId, targetId }));
    return deploymentTarget?.ecsTarget;
  } catch (error) {
    if (error instanceof Error && NO_TARGET_YET.has(error.name)) return undefined;
    throw error;
  }
}

const NO_TARGET_YET = new Set(['DeploymentNotStartedException', 'DeploymentTargetDoesNotExistException']);
