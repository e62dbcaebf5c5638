import { Command, Option } from 'commander';
import type { ReleaseVerb, VerbArguments } from './run-release-verb';

/** What each command does when it is chosen; it gives the exit status. */
export interface Actions {
  release(verb: ReleaseVerb, service: string | undefined, args: VerbArguments): Promise<void>;
  rehearse(args: RehearseFlags): Promise<void>;
  serve(args: ServeFlags): Promise<void>;
  check(args: CheckFlags): Promise<void>;
}

export type RehearseFlags = import('./commands/rehearse').RehearseArguments;
export type ServeFlags = import('./commands/serve').ServeArguments;
export type CheckFlags = import('./commands/check').CheckArguments;

/**
 * Rehearsal seconds per real second: a five-minute canary with ten minutes of bake takes some 15 seconds, and a ten-second
 * health check still has time for HTTP.
 */
const DEFAULT_SPEED = '80';
/** Enough that the few requests of a canary's first step are judged within its minutes; little enough for a laptop. */
const DEFAULT_RATE = '200';

/** The command line of `bluegreen`: names, options and help; what they do is in `actions`. */
export function defineProgram(version: string, actions: Actions): Command {
  const program = new Command('bluegreen')
    .description('blue-green releases: rehearse them on this computer, release on AWS, go back')
    .version(version)
    .option('--debug', 'show stack traces')
    .showHelpAfterError('(bluegreen --help lists what there is)')
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'bluegreen: ')) })
    .exitOverride();
  defineRehearse(program, actions);
  defineServe(program, actions);
  defineCheck(program, actions);
  defineReleaseVerbs(program, actions);
  program.addHelpText('after', HELP);
  return program;
}

function defineRehearse(program: Command, actions: Actions): void {
  program
    .command('rehearse')
    .description('run a whole release on this computer: both colours, real traffic, the real hooks')
    .option('--app <command>', 'the CDK app (default: app of ./cdk.json)')
    .option('--assembly <dir>', 'a synthesised app instead (default: ./cdk.out)')
    .addOption(
      new Option('--scenario <name>', 'what is wrong with the candidate; may be given several times (default: good)')
        .argParser(collect)
        .default([], 'good'),
    )
    .addOption(
      new Option(
        '--after <name>',
        'a scenario that is rehearsed before, on the same stage; may be given several times',
      ).argParser(collectGiven),
    )
    .option('--dashboard <file>', "draws the app's dashboards of the rehearsal into an HTML file")
    .option('--service <name>', 'which service, when the app has several')
    .option('--live <command>', 'runs the live version, on $PORT (default: a small example app)')
    .option('--candidate <command>', 'runs the candidate (default: as --live)')
    .option('--speed <n>', 'rehearsal seconds per real second', DEFAULT_SPEED)
    .option('--rate <rps>', "users' requests per real second", DEFAULT_RATE)
    .option('--approve <auto|ask>', 'who decides at a gate', 'auto')
    .addOption(
      new Option('--switch <name=value>', 'a behaviour of AWS that is not certain, the other way')
        .argParser(collect)
        .default([], 'none'),
    )
    .option('--json <file>', 'write the whole report to a file; - is stdout')
    .action((args: RehearseFlags) =>
      actions.rehearse({ ...args, scenario: args.scenario.length > 0 ? args.scenario : ['good'] }),
    );
}

function defineServe(program: Command, actions: Actions): void {
  program
    .command('serve')
    .description('keep the local AWS up, for cdk deploy, the AWS CLI, the SDKs and the commands below')
    .option('--port <n>', 'port of the endpoint; 0 is any free one', '4566')
    .option('--live <command>', 'runs every task, on $PORT (default: a small example app)')
    .option('--speed <n>', 'local seconds per real second', '10')
    .addOption(
      new Option('--switch <name=value>', 'a behaviour of AWS that is not certain, the other way')
        .argParser(collect)
        .default([], 'none'),
    )
    .action((args: ServeFlags) => actions.serve(args));
}

function defineCheck(program: Command, actions: Actions): void {
  program
    .command('check')
    .description('look for what would go wrong in a release, or has no way back (docs/checks.md lists the checks)')
    .option('--app <command>', 'the CDK app (default: app of ./cdk.json)')
    .option('--assembly <dir>', 'a synthesised app instead (default: ./cdk.out)')
    .option('--previous <dir>', 'the synthesised app that is deployed; also looks for changes that ECS would refuse')
    .option('--strict', 'warnings that nobody has acknowledged count as errors')
    .option('--json', 'print one JSON document and nothing else')
    .action((args: CheckFlags) => actions.check(args));
}

function defineReleaseVerbs(program: Command, actions: Actions): void {
  const looking = (name: ReleaseVerb, description: string) =>
    program
      .command(name)
      .argument('[service]', 'path or its last part, e.g. Shop/Orders or Orders; not needed when there is one only')
      .description(description)
      .option('--json', 'print one JSON document and nothing else')
      .action((service: string | undefined, args: VerbArguments) => actions.release(name, service, args));
  const verb = (name: ReleaseVerb, description: string) =>
    looking(name, description)
      .option('--watch', 'follow the release to its end')
      .option('--interval <seconds>', 'seconds between two looks (default: 5; 1 with AWS_ENDPOINT_URL)');
  const id = ['--release <id>', 'that release instead of the newest'] as const;
  verb('release', 'release the version of the last deploy, or another')
    .option('--task-definition <name>', 'ECS: ARN, family:revision or family (default: that of the last cdk deploy)')
    .addOption(
      new Option(
        '--launch-template-version <colour=n>',
        'Auto Scaling: another version than that of the last cdk deploy; may be given for both colours',
      ).argParser(collectGiven),
    )
    .option('--revision <url>', 'Auto Scaling with CodeDeploy: s3://bucket/key of the bundle')
    .option('--commit-time <time>', 'when the newest change in it was committed, kept with the release')
    .option('--description <text>', 'kept with the release')
    .option('--force', 'release although an alarm is firing, or this version is live already')
    .option('--without-data', 'release although live has no metrics yet to compare the candidate with');
  verb('status', 'show where a release is, who is live, and why the last one went back').option(...id);
  verb('promote', 'let a waiting release take production traffic')
    .option('--finish', 'ECS: end the bake time now instead; the previous colour is terminated')
    .option(...id);
  verb('reject', 'refuse a waiting release; it goes back before production traffic has moved')
    .option('--reason <text>', 'kept with the release (not on ECS)')
    .option(...id);
  verb('stop', 'end a running release; production traffic goes back').option(...id);
  verb('rollback', 'go back: at once while a release runs; after it to the colour, or the version, before')
    .option('--to <colour>', 'state machine: this colour, without asking the record; for when that cannot be read')
    .option(...id);
  looking('drift', 'show what differs between template and reality, and which of it nobody meant; exit status 1 then');
  looking('history', 'list the last releases: when, how long, how they ended, and why').option(
    '--limit <n>',
    'how many of each service',
    '10',
  );
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

/** As `collect`, for an option that has no value when it is not given. */
function collectGiven(value: string, before: readonly string[] = []): string[] {
  return collect(value, before);
}

const HELP = `
release, status, drift, promote, reject, stop, rollback and history use your AWS profile and region; with AWS_ENDPOINT_URL set they use the local
AWS of 'bluegreen serve'. Exit status: 0 fine, 1 did not end as it should, 2 bad usage or bad input, 130 Ctrl-C.`;
