import { type Clients, reportRelease } from '../../../lambda/release-report/report-release';
import { readSettings } from '../../../lambda/release-report/settings';
import { VirtualClock } from '../../../rehearsal/clock';
import { deployAssembly } from '../../../rehearsal/deploy-assembly';
import { LocalAws } from '../../../rehearsal/local-aws';
import type { FunctionRunner, FunctionToRun, InvocationResult } from '../../../rehearsal/ports';
import { rootOf } from '../../../rehearsal/principal';
import { permissionsReport } from '../../../rehearsal/services/iam/permissions-report';
import { readAssembly } from '../../../rehearsal/template/assembly';
import { decide } from '../../fixtures/decide-function';
import { FakeInstances } from '../../fixtures/fake-instances';
import { inProcessClient } from '../../fixtures/in-process-clients';
import { isCustomResourceRequest, runLiveState } from '../../fixtures/live-state-function';
import { FakeTasks } from '../../fixtures/world-stage';
import type { Kind } from './observed-apps';

/** Whether an alarm fires in the middle of a release. */
export type Course = 'good' | 'bad';

/** An app of `synthesiseObserved` in virtual time; its functions are the handlers' own code, which calls the local AWS as their roles. */
export class ObservedWorld implements FunctionRunner {
  public readonly clock = new VirtualClock();
  public readonly aws: LocalAws;
  /** The events that the team's function got. */
  public readonly team: unknown[] = [];
  // biome-ignore lint/suspicious/noExplicitAny: the descriptor as the template has it
  private descriptor: any;

  private constructor(private readonly kind: Kind) {
    const instances = new FakeInstances(this.clock);
    const tasks = new FakeTasks(this.clock);
    const prober = kind === 'ecs' ? tasks : instances;
    this.aws = new LocalAws({ clock: this.clock, tasks, instances, prober, functions: this });
  }

  public static async create(kind: Kind, assembly: string): Promise<ObservedWorld> {
    const world = new ObservedWorld(kind);
    await world.clock.run(deployAssembly(world.aws, readAssembly(assembly, world.aws.cloud), () => undefined));
    await world.clock.advance(300_000);
    await world.call('cloudwatch', 'SetAlarmState', { AlarmName: 'errors', StateValue: 'OK', StateReason: 'a test' });
    const { Parameters } = await world.call('ssm', 'GetParametersByPath', {
      Path: '/cdk-blue-green/',
      Recursive: true,
    });
    world.descriptor = JSON.parse(Parameters[0].Value);
    return world;
  }

  /** Calls an operation as the person at the keyboard. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  public call(prefix: string, operation: string, input: object): Promise<any> {
    return this.clock.run(this.asRoot(prefix, operation, input));
  }

  /** A whole release, from its start until everything is quiet again. */
  public async release(course: Course): Promise<void> {
    await (this.kind === 'ecs' ? this.deploy(course) : this.execute(course));
    await this.clock.advance(300_000);
  }

  /** The metric of releases in all of the world's time. */
  public async metric(name: string): Promise<{ count: number; sum: number } | undefined> {
    const now = this.clock.now();
    const { Datapoints } = await this.call('cloudwatch', 'GetMetricStatistics', {
      Namespace: 'CdkBlueGreen',
      MetricName: name,
      Dimensions: [{ Name: 'Construct', Value: 'Shop/Orders' }],
      StartTime: new Date(now - 12 * 3_600_000),
      EndTime: new Date(now),
      Period: 3_600,
      Statistics: ['SampleCount', 'Sum'],
    });
    const total = (of: 'SampleCount' | 'Sum') =>
      Datapoints.reduce((sum: number, point: Record<string, number>) => sum + (point[of] ?? 0), 0);
    return Datapoints.length > 0 ? { count: total('SampleCount'), sum: total('Sum') } : undefined;
  }

  /** What a topic was told, in order. */
  public told(topic: string): { readonly subject?: string; readonly message: string }[] {
    return this.aws.sns.messages
      .filter(({ topicArn }) => topicArn.endsWith(`:${topic}`))
      .map(({ subject, message }) => ({ subject, message }));
  }

  /** Actions that a role was refused. */
  public refused() {
    return permissionsReport(this.aws.cloud.calls, this.aws.iam).refused;
  }

  public async invoke(fn: FunctionToRun, event: unknown): Promise<InvocationResult> {
    if (isCustomResourceRequest(event)) return runLiveState(this.aws.cloud, fn, event);
    const log: string[] = [];
    try {
      const output = await this.handle(fn, event, (line) => void log.push(line.trim()));
      return { payload: JSON.stringify(output ?? null), log };
    } catch (error) {
      const { name: errorType, message: errorMessage } = error as Error;
      return { payload: JSON.stringify({ errorType, errorMessage }), functionError: 'Unhandled', log };
    }
  }

  private async handle(fn: FunctionToRun, event: unknown, write: (line: string) => void): Promise<unknown> {
    if (fn.functionName === 'team') return void this.team.push(event);
    const { cloud } = this.aws;
    const { SETTINGS = '' } = fn.environment;
    if (!SETTINGS.includes('"notifications"')) return decide(cloud, this.kind, fn, event, async () => 200);
    const client = (prefix: string) => inProcessClient<never>(cloud, fn.roleArn, prefix);
    const clients: Clients = {
      codeDeploy: client('codedeploy'),
      dynamoDb: client('dynamodb'),
      sns: client('sns'),
      events: client('events'),
      ssm: client('ssm'),
      write,
    };
    return reportRelease(event, readSettings(SETTINGS), clients, () => undefined);
  }

  private async deploy(course: Course): Promise<void> {
    const { application: applicationName, deploymentGroup: deploymentGroupName, appSpec } = this.descriptor;
    const { deploymentId } = await this.call('codedeploy', 'CreateDeployment', {
      applicationName,
      deploymentGroupName,
      description: 'spring sale [committed 2000-01-01T00:00:00Z]',
      revision: { revisionType: 'AppSpecContent', appSpecContent: { content: appSpec } },
    });
    await this.clock.run(
      (async () => {
        for (let promoted = 0; ; ) {
          const { deploymentInfo } = await this.asRoot('codedeploy', 'GetDeployment', { deploymentId });
          if (deploymentInfo.completeTime) return;
          if (deploymentInfo.status === 'Ready') {
            await this.asRoot('codedeploy', 'ContinueDeployment', { deploymentId, deploymentWaitType: 'READY_WAIT' });
            promoted = this.clock.now();
          }
          if (course === 'bad' && promoted > 0 && this.clock.now() > promoted + 60_000) await this.fire();
          await this.clock.sleep(10_000);
        }
      })(),
    );
  }

  private async execute(course: Course): Promise<void> {
    const { colours, releaseMachine } = this.descriptor;
    const versions = { blue: colours.blue.launchTemplateVersion, green: colours.green.launchTemplateVersion };
    const candidate = this.kind === 'asg' ? { launchTemplateVersions: versions } : {};
    await this.call('states', 'StartExecution', {
      stateMachineArn: releaseMachine,
      name: 'r-1',
      input: JSON.stringify({ candidate, who: 'ann', description: 'spring sale', commitTime: '2000-01-01T00:00:00Z' }),
    });
    await this.clock.run(
      (async () => {
        for (let shifted = 0; this.aws.stepFunctions.executions.some(({ status }) => status === 'RUNNING'); ) {
          await this.clock.sleep(10_000);
          const { Item = {} } = await this.asRoot('dynamodb', 'GetItem', {
            TableName: this.descriptor.table,
            Key: { kind: { S: 'release' }, id: { S: 'r-1' } },
          });
          if (Item.taskToken) {
            const output = '{"who":"ann","at":"now"}';
            const answer = { taskToken: Item.taskToken.S, output };
            await this.asRoot('states', 'SendTaskSuccess', answer).catch(() => undefined);
          }
          if (Item.phase?.S === 'shifting') shifted ||= this.clock.now();
          if (course === 'bad' && shifted > 0 && this.clock.now() > shifted + 90_000) await this.fire();
        }
      })(),
    );
  }

  private fire(): Promise<unknown> {
    return this.asRoot('cloudwatch', 'SetAlarmState', {
      AlarmName: 'errors',
      StateValue: 'ALARM',
      StateReason: 'the checkout fails',
    });
  }

  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  private asRoot(prefix: string, operation: string, input: object): Promise<any> {
    return this.aws.cloud.call(prefix, operation, input, rootOf(this.aws.cloud.account));
  }
}
