import type { Fault } from './fault';
import type { InstanceToRun } from './ports';
import type { TaskProgram } from './stage/process-task-runner';
import type { Program } from './stage/program-process';

/** The candidate, as far as it is known: it becomes known in the course of a rehearsal. */
export interface Candidate {
  taskDefinitionArn?: string;
  /** By launch template id. */
  launchTemplateVersions?: ReadonlyMap<string, number>;
  /** A CodeDeploy revision, as the agent of an instance calls it. */
  revision?: string;
  /** The path of the health check. */
  healthPath: string;
  /** Has it had production traffic? */
  isShifting: boolean;
  /** Rehearsal seconds since it first had. @default - 0 */
  secondsShifting?: () => number;
}

export interface Commands {
  /** The command of the live version. */
  readonly live: string;
  /** @default - the candidate runs the same command as live */
  readonly candidate?: string;
}

/** Which program a task runs: the candidate's for the task definition that is released, live's for every other. */
export function programFor(
  commands: Commands,
  fault: Fault,
  taskDefinitionArn: string,
  candidate: Candidate,
): TaskProgram {
  const version = taskDefinitionArn.slice(taskDefinitionArn.lastIndexOf(':') + 1);
  return program(commands, fault, candidate, taskDefinitionArn === candidate.taskDefinitionArn, version);
}

/** Which program an instance runs: the candidate's for the versions of launch templates, or the revision, that are released. */
export function instanceProgramFor(
  commands: Commands,
  fault: Fault,
  instance: InstanceToRun,
  candidate: Candidate,
): Program {
  return program(
    commands,
    fault,
    candidate,
    isCandidateInstance(instance, candidate),
    instance.revision ?? `${instance.version}`,
  );
}

/** Is the instance of a version that is released, or has it the revision that is? */
export function isCandidateInstance(
  { launchTemplateId, version, revision }: Pick<InstanceToRun, 'launchTemplateId' | 'version' | 'revision'>,
  { launchTemplateVersions, revision: released }: Candidate,
): boolean {
  if (released !== undefined) return revision === released;
  return launchTemplateVersions?.get(launchTemplateId) === version;
}

function program(
  commands: Commands,
  fault: Fault,
  candidate: Candidate,
  isCandidate: boolean,
  version: string,
): Program {
  return {
    name: isCandidate ? 'candidate' : 'live',
    command: (isCandidate && commands.candidate) || commands.live,
    environment: { VERSION: version },
    fault: isCandidate ? fault : {},
    healthPath: candidate.healthPath,
    isFaultOn: () => (!fault.fromShiftOn || candidate.isShifting) && isThereNow(fault, candidate),
  };
}

function isThereNow({ comesAndGoes }: Fault, { secondsShifting }: Candidate): boolean {
  if (!comesAndGoes) return true;
  return (secondsShifting?.() ?? 0) % comesAndGoes.everySeconds < comesAndGoes.seconds;
}
