import type * as sdk from '@aws-sdk/client-ssm';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import { readRunbook } from './runbook';

interface DocumentState {
  readonly name: string;
  /** The contents, oldest first; version 1 is the first. */
  readonly contents: string[];
  defaultVersion: number;
  readonly createdAt: number;
}

/** Systems Manager's documents of the type Automation, by name. */
export class Documents {
  private readonly byName = new Map<string, DocumentState>();

  constructor(private readonly cloud: Cloud) {}

  public readonly operations = {
    CreateDocument: ({ Name = '', Content = '', DocumentType, DocumentFormat }: sdk.CreateDocumentRequest) => {
      if (!/^[\w.-]{3,128}$/.test(Name)) throw new AwsError('ValidationException', `'${Name}' is no document name`);
      if (this.byName.has(Name)) {
        throw new AwsError('DocumentAlreadyExists', `Document with same name ${Name} already exists`);
      }
      if (DocumentType !== 'Automation' || (DocumentFormat ?? 'JSON') !== 'JSON') {
        throw new AwsError(
          'InvalidDocumentContent',
          'the local AWS has documents of the type Automation only, in JSON',
        );
      }
      readRunbook(Content);
      const made = { name: Name, contents: [Content], defaultVersion: 1, createdAt: this.cloud.clock.now() };
      this.byName.set(Name, made);
      return { DocumentDescription: this.describe(made, 1) };
    },
    UpdateDocument: ({ Name, Content = '' }: sdk.UpdateDocumentRequest) => {
      const found = this.find(Name);
      if (found.contents.at(-1) === Content) {
        throw new AwsError(
          'DuplicateDocumentContent',
          'The content of the document is the same as that of its latest version.',
        );
      }
      readRunbook(Content);
      found.contents.push(Content);
      return { DocumentDescription: this.describe(found, found.contents.length) };
    },
    UpdateDocumentDefaultVersion: ({ Name, DocumentVersion }: sdk.UpdateDocumentDefaultVersionRequest) => {
      const found = this.find(Name);
      found.defaultVersion = this.versionOf(found, DocumentVersion);
      return { Description: { Name, DefaultVersion: `${found.defaultVersion}` } };
    },
    DescribeDocument: ({ Name, DocumentVersion }: sdk.DescribeDocumentRequest) => {
      const found = this.find(Name);
      return { Document: this.describe(found, this.versionOf(found, DocumentVersion)) };
    },
    GetDocument: ({ Name, DocumentVersion }: sdk.GetDocumentRequest) => {
      const found = this.find(Name);
      const version = this.versionOf(found, DocumentVersion);
      const { DocumentType, DocumentFormat } = this.describe(found, version);
      const Content = found.contents[version - 1];
      return { Name: found.name, DocumentVersion: `${version}`, Content, DocumentType, DocumentFormat };
    },
    DeleteDocument: ({ Name }: sdk.DeleteDocumentRequest) => {
      this.byName.delete(this.find(Name).name);
      return {};
    },
  };

  /** A version of a document, by its number, `$DEFAULT` or `$LATEST`. */
  public read(name: string | undefined, version?: string): { readonly version: string; readonly content: string } {
    const found = this.find(name);
    const number = this.versionOf(found, version);
    return { version: `${number}`, content: found.contents[number - 1] ?? '' };
  }

  private versionOf({ name, contents, defaultVersion }: DocumentState, wanted = '$DEFAULT'): number {
    if (wanted === '$DEFAULT') return defaultVersion;
    if (wanted === '$LATEST') return contents.length;
    const number = Number(wanted);
    if (contents[number - 1] === undefined) {
      throw new AwsError('InvalidDocumentVersion', `The document ${name} has no version ${wanted}`);
    }
    return number;
  }

  private find(name = ''): DocumentState {
    const found = this.byName.get(name);
    if (!found) throw new AwsError('InvalidDocument', `Document with name ${name} does not exist.`);
    return found;
  }

  private describe({ name, contents, defaultVersion, createdAt }: DocumentState, version: number) {
    return {
      Name: name,
      DocumentVersion: `${version}`,
      DefaultVersion: `${defaultVersion}`,
      LatestVersion: `${contents.length}`,
      DocumentType: 'Automation' as const,
      DocumentFormat: 'JSON' as const,
      SchemaVersion: '0.3',
      Status: 'Active' as const,
      CreatedDate: new Date(createdAt),
    };
  }
}
