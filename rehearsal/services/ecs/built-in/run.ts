import { watchAlarms } from './alarm-watch';
import { tellDeployment } from './events';
import { type Engine, Forward } from './forward';
import { CloudStopped, Interruption } from './interruption';
import type { ServiceDeployment } from './records';
import { goBack } from './way-back';

/**
 * Runs a deployment to its end, the way back included. Never rejects.
 *
 * @param reconciles whether another deployment of the service was cut short for this one
 */
export async function runDeployment(engine: Engine, deployment: ServiceDeployment, reconciles: boolean): Promise<void> {
  const { cloud, ending } = engine;
  const over = new AbortController();
  tellDeployment(cloud, deployment, 'SERVICE_DEPLOYMENT_IN_PROGRESS', 'ECS deployment in progress.');
  const watching = watchAlarms(cloud, deployment, AbortSignal.any([over.signal, ending]));
  try {
    await new Forward(engine, deployment).run(reconciles);
    over.abort('over');
    await watching;
    end(engine, deployment, 'SUCCESSFUL', 'ECS deployment completed.');
    tellDeployment(cloud, deployment, 'SERVICE_DEPLOYMENT_COMPLETED', 'ECS deployment completed.');
  } catch (error) {
    over.abort('over');
    if (!(error instanceof CloudStopped) && !ending.aborted) await endBadly(engine, deployment, asInterruption(error));
  }
}

async function endBadly(engine: Engine, deployment: ServiceDeployment, why: Interruption): Promise<void> {
  const { cloud } = engine;
  deployment.statusReason = why.message;
  tellDeployment(cloud, deployment, 'SERVICE_DEPLOYMENT_FAILED', why.message);
  if (!why.rollsBack) return end(engine, deployment, 'STOPPED', why.message);
  if (why.endedBy !== 'replaced') deployment.status = 'ROLLBACK_IN_PROGRESS';
  deployment.rollback = { reason: why.message, startedAt: cloud.clock.now() };
  try {
    await goBack(engine, deployment);
    // A service whose first deployment failed has nothing that it could go back to.
    const back = deployment.source ? 'ROLLBACK_SUCCESSFUL' : 'ROLLBACK_FAILED';
    end(engine, deployment, why.endedBy === 'replaced' ? 'STOPPED' : back, why.message);
  } catch (error) {
    if (error instanceof CloudStopped) return;
    end(engine, deployment, 'ROLLBACK_FAILED', `${why.message} ${error instanceof Error ? error.message : error}`);
  }
}

function end(
  { cloud }: Engine,
  deployment: ServiceDeployment,
  status: ServiceDeployment['status'],
  reason: string,
): void {
  deployment.status = status;
  deployment.statusReason = reason;
  deployment.finishedAt = cloud.clock.now();
  deployment.updatedAt = deployment.finishedAt;
}

function asInterruption(error: unknown): Interruption {
  if (error instanceof Interruption) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new Interruption('network', `Service deployment rolled back because of: ${text}`);
}
