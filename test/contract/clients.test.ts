import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describeWithPython, PYTHON } from '../fixtures/python';
import { startOurs } from './both';

/** Runs a Python program as a user of the local AWS would, with nothing but the variables that `serve` prints. */
function python(url: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const environment = {
      PATH: process.env.PATH,
      HOME: tmpdir(), // no configuration of this computer
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_PAGER: '',
    };
    const child = spawn(PYTHON, args, { env: environment as NodeJS.ProcessEnv, stdio: ['ignore', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (part) => out.push(part));
    child.stderr.on('data', (part) => err.push(part));
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString());
      else reject(new Error(`exit status ${code}: ${Buffer.concat(err)}`));
    });
  });
}

describeWithPython('unmodified clients', () => {
  let ours: Awaited<ReturnType<typeof startOurs>>;
  beforeEach(async () => {
    ours = await startOurs();
  });
  afterEach(() => ours.close());

  test('boto3 reads and changes what is there, in every protocol', async () => {
    const heard = JSON.parse(await python(ours.url, [path.join(__dirname, 'clients.py')]));

    expect(heard).toEqual({
      account: '123456789012',
      weights: [90, 10],
      objects: ['hello', ['a b/å'], ['NoSuchKey', 404]],
      metrics: [['Errors'], ['ResourceNotFound', 404]],
      parameters: ['1', ['ParameterNotFound', 400]],
      zones: 3,
      functions: ['ResourceNotFoundException', 404],
      deployments: ['DeploymentDoesNotExistException', 400],
      clusters: [],
      stacks: ['ValidationError', 400],
      secrets: ['ResourceNotFoundException', 400],
    });
  });

  test('the AWS CLI puts and reads a parameter, and copies a large file', async () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'contract-'));
    const [from, to] = ['from', 'to'].map((name) => path.join(directory, name));
    // Above 8 MB the CLI uploads and downloads in parts.
    writeFileSync(from, Buffer.alloc(9_000_000, 'blue green '));
    const aws = (...args: string[]) => python(ours.url, ['-m', 'awscli', ...args]);

    await aws('ssm', 'put-parameter', '--name', '/cli', '--value', 'x', '--type', 'String');
    const parameter = await aws(
      'ssm',
      'get-parameter',
      '--name',
      '/cli',
      '--query',
      'Parameter.Value',
      '--output',
      'text',
    );
    await aws('s3', 'mb', 's3://from-cli');
    await aws('s3', 'cp', from, 's3://from-cli/folder/file', '--no-progress');
    const list = await aws('s3', 'ls', 's3://from-cli/folder/');
    await aws('s3', 'cp', 's3://from-cli/folder/file', to, '--no-progress');
    const same = readFileSync(to).equals(readFileSync(from));
    rmSync(directory, { recursive: true });

    expect(parameter.trim()).toBe('x');
    expect(list).toMatch(/ 9000000 file$/m);
    expect(same).toBe(true);
  }, 120_000); // six starts of the CLI
});
