/** `npm run bench:size`: the resources of each example app by type; those of the VPC are not counted. */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

interface Resource {
  readonly Type: string;
  readonly Metadata?: { readonly 'aws:cdk:path'?: string };
}

/** Only that of ECS has a goal for all; of the state machine's there shall be no more functions than of that. What a deploy that releases adds has none. */
const EXAMPLES: Record<string, { readonly app: string; readonly goals: Record<string, number> }> = {
  Example: { app: 'example-app', goals: { 'all resources': 40, 'AWS::Lambda::Function': 3, 'AWS::IAM::Role': 6 } },
  ExampleAsg: { app: 'example-asg', goals: { 'AWS::Lambda::Function': 3 } },
  Deploy: { app: 'example-deploy', goals: {} },
  ExampleDns: { app: 'example-dns', goals: { 'AWS::Lambda::Function': 3 } },
};

const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-size-'));
try {
  for (const [stack, { app, goals }] of Object.entries(EXAMPLES)) {
    const program = path.resolve(__dirname, '..', 'bin', `${app}.js`);
    // The CDK CLI asks for the paths too; by them the resources of the VPC are known.
    const context = JSON.stringify({ 'aws:cdk:enable-path-metadata': true });
    execFileSync(process.execPath, [program], {
      env: { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: context },
    });
    const template = JSON.parse(fs.readFileSync(path.join(outdir, `${stack}.template.json`), 'utf8'));
    console.log(`\n${app}`);
    print(stack, Object.values<Resource>(template.Resources), goals);
  }
} finally {
  fs.rmSync(outdir, { recursive: true, force: true });
}

function print(stack: string, all: Resource[], goals: Record<string, number>): void {
  const counted = all.filter((resource) => !resource.Metadata?.['aws:cdk:path']?.startsWith(`${stack}/Vpc/`));
  const counts = new Map<string, number>();
  for (const { Type } of counted) counts.set(Type, (counts.get(Type) ?? 0) + 1);

  for (const type of [...counts.keys()].sort()) line(type, counts.get(type) ?? 0, goals[type]);
  console.log();
  line('all resources', counted.length, goals['all resources']);
  console.log(`(and ${all.length - counted.length} of the VPC, not counted)`);
}

function line(name: string, count: number, goal?: number): void {
  console.log(`${name.padEnd(46)} ${`${count}`.padStart(3)}${goal === undefined ? '' : `   goal <= ${goal}`}`);
}
