import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { TemplateError } from './template';

/** Something on the disk, and where in S3 the template looks for it. */
export interface FileAsset {
  readonly path: string;
  readonly bucket: string;
  readonly key: string;
}

/** Account and region for stacks that leave them open. */
export interface AssemblyPlace {
  readonly account: string;
  readonly region: string;
}

/** A file of an asset manifest. */
interface ManifestFile {
  readonly source?: { readonly path?: string; readonly packaging?: 'zip' | 'file'; readonly executable?: string[] };
  readonly destinations?: Readonly<Record<string, { readonly bucketName?: string; readonly objectKey?: string }>>;
}

/** A file asset and what is done with it before its upload. */
export type PackagedFile = FileAsset & { readonly packaging: 'zip' | 'file' };

export function isFileToZip(file: PackagedFile): boolean {
  return file.packaging === 'zip';
}

/**
 * The files of an asset manifest, once for each place where they go. Files that a command makes at the time of the
 * upload are left out: nothing is there to be read yet.
 *
 * @throws TemplateError when the manifest, or a file that it names, is not there
 */
export function stackFiles(manifest: string, place: AssemblyPlace): PackagedFile[] {
  return Object.values(readFiles(manifest)).flatMap(({ source, destinations }) => {
    if (!source?.path) return [];
    const file = path.resolve(path.dirname(manifest), source.path);
    if (!existsSync(file))
      throw new TemplateError(`asset '${file}' of '${manifest}' does not exist; synthesise the app again`);
    return Object.values(destinations ?? {}).map(({ bucketName = '', objectKey = '' }) => ({
      path: file,
      bucket: filled(bucketName, place),
      key: filled(objectKey, place),
      packaging: source.packaging ?? 'file',
    }));
  });
}

function readFiles(manifest: string): Readonly<Record<string, ManifestFile>> {
  try {
    return JSON.parse(readFileSync(manifest, 'utf8')).files ?? {};
  } catch (error) {
    throw new TemplateError(`'${manifest}' cannot be read (${(error as Error).message}); synthesise the app again`);
  }
}

function filled(text: string, { account, region }: AssemblyPlace): string {
  const values: Readonly<Record<string, string>> = { AccountId: account, Region: region, Partition: 'aws' };
  return text.replace(/\$\{AWS::(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
