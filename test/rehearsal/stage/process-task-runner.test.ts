import type { TaskToRun } from '../../../rehearsal/ports';
import { Network } from '../../../rehearsal/stage/network';
import { ProcessTaskRunner } from '../../../rehearsal/stage/process-task-runner';

const LISTENS = `${process.execPath} -e "require('node:http').createServer((q, r) => r.end('up')).listen(process.env.PORT)"`;
const ENDS = `${process.execPath} -e "console.error('no database'); process.exit(3)"`;
const HANGS = `${process.execPath} -e "setInterval(() => undefined, 1000)"`;

/** A runner of one command; `told` gets the errors of programs that cannot start. */
function runnerOf(command: () => string) {
  const network = new Network();
  const told: string[] = [];
  const lines: string[] = [];
  const programOf = () => ({
    ...{ name: 'live', command: command(), environment: {}, fault: {}, healthPath: '/' },
    isFaultOn: () => false,
  });
  return {
    network,
    told,
    lines,
    runner: new ProcessTaskRunner(
      network,
      programOf,
      ({ message }) => told.push(message),
      (line) => lines.push(line),
    ),
  };
}

function task(number: number): TaskToRun {
  return {
    taskArn: `arn:task/${number}`,
    taskDefinitionArn: 'arn:task-definition/shop:1',
    containerName: 'web',
    containerPort: 8080,
    environment: {},
    address: { host: `10.0.0.${number}`, port: 8080 },
  };
}

test('a task answers at its address in the cloud until it is stopped', async () => {
  const { runner, network } = runnerOf(() => LISTENS);
  const started = runner.start(task(1));

  await started.running;
  const local = network.resolve(task(1).address);
  expect(await (await fetch(`http://127.0.0.1:${local?.port}/`)).text()).toBe('up');

  await started.stop();
  expect(network.resolve(task(1).address)).toBeUndefined();
});

test('what a task has written to its standard output is known when it has stopped, and nothing else', async () => {
  const { runner, lines } = runnerOf(
    () => `${process.execPath} -e "console.error('no'); console.log('told'); process.exit(0)"`,
  );

  await runner.start(task(1)).stopped;

  expect(lines).toEqual(['told']);
});

test('a crash ends the processes of a task definition, and is no failed start', async () => {
  const { runner, told } = runnerOf(() => LISTENS);
  const started = runner.start(task(1));
  await started.running;

  expect(runner.crash('arn:task-definition/other:1')).toBe(0);
  expect(runner.crash(task(1).taskDefinitionArn)).toBe(1);

  expect(await started.stopped).toBe('Essential container in task exited (SIGKILL)');
  expect(runner.crash(task(1).taskDefinitionArn)).toBe(0);
  expect(told).toEqual([]);
});

test('a program that never started is told of once, at its second failure, with its last lines', async () => {
  const { runner, told } = runnerOf(() => ENDS);

  await runner.start(task(1)).stopped;
  expect(told).toEqual([]);
  await runner.start(task(2)).stopped;
  await runner.start(task(3)).stopped;

  expect(told).toEqual([expect.stringMatching(/^live: .* exit code 3 .*; its last lines: no database$/)]);
});

test('a program that ran once can start: what fails later is the business of ECS', async () => {
  let command = LISTENS;
  const { runner, told } = runnerOf(() => command);
  await runner.start(task(1)).running;

  command = ENDS;
  await Promise.all([2, 3, 4].map((number) => runner.start(task(number)).stopped));

  expect(told).toEqual([]);
  await runner.close();
});

test('a start that hangs is given up when the runner closes, and is no failure', async () => {
  const { runner, told } = runnerOf(() => HANGS);
  const started = [runner.start(task(1)), runner.start(task(2))];

  await runner.close();

  const reason = 'live: stopped before it accepted connections';
  expect(await Promise.all(started.map(({ stopped }) => stopped))).toEqual([reason, reason]);
  expect(told).toEqual([]);
});
