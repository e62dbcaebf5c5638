import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type AssemblyPlace, type FileAsset, isFileToZip, stackFiles } from './asset-manifest';
import { parseTemplate } from './parse';
import { isObject, TemplateError } from './template';

/** A cloud assembly, as `cdk synth` writes it. */
export interface Assembly {
  readonly directory: string;
  /** The stacks, of stages too, each after those that it depends on. */
  readonly stacks: readonly AssemblyStack[];
}

export interface AssemblyStack {
  readonly name: string;
  /** As the CDK shows it, e.g. `Prod/Shop`. */
  readonly displayName: string;
  readonly templatePath: string;
  /** The template's text. */
  readonly template: string;
  /** Where it is to be deployed, as far as the app says it. */
  readonly account?: string;
  readonly region?: string;
  /** Values for the template's parameters that the assembly itself gives. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Directories that are to be zipped and uploaded, e.g. the code of functions. */
  readonly files: readonly FileAsset[];
  /** Files that are to be uploaded as they are, the stack's template among them. */
  readonly plainFiles: readonly FileAsset[];
  /** What the app says of constructs, by their path: logical ids, warnings. */
  readonly metadata: Readonly<Record<string, readonly MetadataEntry[]>>;
}

export interface MetadataEntry {
  readonly type: string;
  readonly data?: unknown;
}

interface Artifact {
  readonly type?: string;
  readonly environment?: string;
  readonly displayName?: string;
  readonly dependencies?: readonly string[];
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly metadata?: AssemblyStack['metadata'];
  /** Where the metadata is when it is not in the manifest. */
  readonly additionalMetadataFile?: string;
}

/**
 * Reads a cloud assembly with those nested in it.
 *
 * @param place what `${AWS::AccountId}` and `${AWS::Region}` in the names of buckets mean
 * @param macros whether templates may ask for macros
 * @throws TemplateError in one line: there is no such directory, it is no assembly, a template cannot be read, or it has
 * no stacks
 */
export function readAssembly(
  directory: string,
  place: AssemblyPlace = DEFAULT_PLACE,
  macros: 'refused' | 'left' = 'refused',
): Assembly {
  if (!existsSync(directory) || !statSync(directory).isDirectory())
    throw new TemplateError(
      `there is no directory '${directory}'; run 'cdk synth' first, or name another with --assembly`,
    );
  const stacks = readStacks(directory, place, macros);
  if (stacks.length === 0)
    throw new TemplateError(`the assembly '${directory}' has no stacks; add one to the app and synthesise it again`);
  return { directory, stacks };
}

function readStacks(directory: string, place: AssemblyPlace, macros: 'refused' | 'left'): AssemblyStack[] {
  const artifacts = readManifest(directory);
  return inOrder(artifacts, directory).flatMap((id) => {
    const artifact = artifacts[id] ?? {};
    const { directoryName } = artifact.properties ?? {};
    if (artifact.type === 'cdk:cloud-assembly')
      return readStacks(path.join(directory, String(directoryName)), place, macros);
    if (artifact.type !== 'aws:cloudformation:stack') return [];
    const stack = readStack(directory, id, artifact, artifacts, place);
    // Read and checked: a template that cannot be used is told before anything is done with it.
    parseTemplate(stack.template, `stack '${stack.name}' (${stack.templatePath})`, macros);
    return [stack];
  });
}

function readManifest(directory: string): Readonly<Record<string, Artifact>> {
  const file = path.join(directory, 'manifest.json');
  if (!existsSync(file))
    throw new TemplateError(
      `'${directory}' is no cloud assembly: it has no manifest.json; name the output of 'cdk synth'`,
    );
  let manifest: unknown;
  try {
    manifest = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new TemplateError(`'${file}' cannot be read (${(error as Error).message}); synthesise the app again`);
  }
  const artifacts = isObject(manifest) ? manifest.artifacts : undefined;
  return isObject(artifacts) ? (artifacts as Readonly<Record<string, Artifact>>) : {};
}

/** The artifacts, each after those that it depends on. */
function inOrder(artifacts: Readonly<Record<string, Artifact>>, directory: string): string[] {
  const ordered = new Set<string>();
  const visit = (id: string, path: readonly string[]): void => {
    if (ordered.has(id) || !artifacts[id]) return;
    if (path.includes(id))
      throw new TemplateError(`'${directory}': artifacts depend on each other: ${[...path, id].join(' -> ')}`);
    for (const dependency of artifacts[id].dependencies ?? []) visit(dependency, [...path, id]);
    ordered.add(id);
  };
  for (const id of Object.keys(artifacts)) visit(id, []);
  return [...ordered];
}

function readStack(
  directory: string,
  id: string,
  artifact: Artifact,
  artifacts: Readonly<Record<string, Artifact>>,
  place: AssemblyPlace,
): AssemblyStack {
  const { stackName = id, templateFile, parameters } = artifact.properties ?? {};
  const templatePath = path.join(directory, String(templateFile));
  const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(artifact.environment ?? '') ?? [];
  const known = (value?: string) => (value?.startsWith('unknown-') ? undefined : value);
  const manifests = (artifact.dependencies ?? [])
    .map((one) => artifacts[one])
    .filter((one) => one?.type === 'cdk:asset-manifest')
    .map((one) => path.join(directory, String(one?.properties?.file)));
  const files = manifests.flatMap((file) => stackFiles(file, place));
  return {
    name: String(stackName),
    displayName: artifact.displayName ?? id,
    templatePath,
    template: readTemplate(String(stackName), templatePath),
    account: known(account),
    region: known(region),
    parameters: isObject(parameters) ? (parameters as Readonly<Record<string, string>>) : {},
    files: files.filter(isFileToZip),
    plainFiles: files.filter((one) => !isFileToZip(one)),
    metadata: { ...artifact.metadata, ...readMetadata(directory, artifact.additionalMetadataFile) },
  };
}

function readMetadata(directory: string, file: string | undefined): AssemblyStack['metadata'] {
  return file === undefined ? {} : JSON.parse(readFileSync(path.join(directory, file), 'utf8'));
}

function readTemplate(stackName: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new TemplateError(`the template of stack '${stackName}' cannot be read (${(error as Error).message})`);
  }
}

const DEFAULT_PLACE: AssemblyPlace = { account: '123456789012', region: 'us-east-1' };
