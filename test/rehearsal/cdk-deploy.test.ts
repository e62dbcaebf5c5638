import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { GetParameterResult } from '@aws-sdk/client-ssm';
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { ExampleStack } from '../../bin/example-app';
import { ScaledClock } from '../../rehearsal/clock';
import { createEndpoint, type RunningEndpoint } from '../../rehearsal/endpoint/endpoint';
import { LocalAws } from '../../rehearsal/local-aws';
import { rootOf } from '../../rehearsal/principal';
import { cdk as runCdk } from '../fixtures/commands';
import { runLiveState } from '../fixtures/live-state-function';
import { FakeFunctions, FakeTasks } from '../fixtures/world-stage';

/** The real CDK CLI, as a user calls it, against the local AWS. */
describe('cdk deploy', () => {
  let aws: LocalAws;
  let endpoint: RunningEndpoint;
  let directory: string;

  beforeEach(async () => {
    const clock = new ScaledClock(200);
    const tasks = new FakeTasks(clock);
    const functions = new FakeFunctions();
    aws = new LocalAws({ clock, tasks, functions, prober: tasks });
    functions.customResources = (fn, event) => runLiveState(aws.cloud, fn, event);
    const { cloud, credentials } = aws;
    endpoint = await createEndpoint({ cloud, resolvePrincipal: (key) => credentials.resolve(key) }).listen(0);
    directory = mkdtempSync(path.join(tmpdir(), 'cdk-deploy-'));
  });

  afterEach(async () => {
    await endpoint.close();
    await aws.stop();
    rmSync(directory, { recursive: true });
  });

  const cdk = (command: string[]) =>
    runCdk(command, { assembly: path.join(directory, 'out'), endpointUrl: endpoint.url, home: directory });

  /** What the parameter of a service says. */
  async function descriptor(Name: string): Promise<{ appSpec: string; sha256: string }> {
    const root = rootOf(aws.cloud.account);
    const { Parameter } = (await aws.cloud.call('ssm', 'GetParameter', { Name }, root)) as GetParameterResult;
    return JSON.parse(Parameter?.Value ?? '');
  }

  function synthesise(define: (app: App) => void): void {
    const app = new App({ outdir: path.join(directory, 'out') });
    define(app);
    app.synth();
  }

  test('stands up the example, says so, and finds nothing to do the second time', async () => {
    synthesise((app) => new ExampleStack(app, 'Example'));

    const first = await cdk(['deploy', '--require-approval', 'never']);
    const second = await cdk(['deploy', '--require-approval', 'never']);

    expect(first.output).toMatch(/Example\.ProductionUrl = https?:\/\//);
    expect(first.status).toBe(0);
    expect(second.output).toContain('(no changes)');
    expect(aws.cloudFormation.stacks.find('Example').status).toBe('CREATE_COMPLETE');
    const { appSpec, sha256 } = await descriptor('/cdk-blue-green/Example/Orders');
    expect(sha256).toBe(createHash('sha256').update(appSpec).digest('hex'));
  });

  test('updates a stack, tells why an update fails, and destroys the stack', async () => {
    const define = (value: string, roles: string[]) => (app: App) => {
      const stack = new Stack(app, 'Small');
      const parameter = new ssm.StringParameter(stack, 'Greeting', { stringValue: value });
      new CfnOutput(stack, 'Text', { value: parameter.stringValue });
      for (const [index, roleName] of roles.entries()) {
        const assumedBy = new iam.ServicePrincipal('lambda.amazonaws.com');
        new iam.Role(stack, `Role${index}`, { roleName, assumedBy }).node.addDependency(parameter);
      }
    };

    synthesise(define('hello', []));
    await cdk(['deploy']);
    synthesise(define('goodbye', []));
    const changed = await cdk(['deploy']);
    synthesise(define('third', ['same', 'same']));
    const failed = await cdk(['deploy', '--require-approval', 'never']);
    const destroyed = await cdk(['destroy', '--force']);

    expect(changed.output).toContain('Small.Text = goodbye');
    expect(failed.status).toBe(1);
    expect(failed.output).toContain('UPDATE_ROLLBACK_COMPLET');
    expect(failed.output).toContain('Role with name same already exists.');
    expect(destroyed.status).toBe(0);
    expect(aws.cloudFormation.stacks.present).toEqual([]);
  });
});
