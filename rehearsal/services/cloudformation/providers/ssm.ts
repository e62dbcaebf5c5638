import type * as sdk from '@aws-sdk/client-ssm';
import { type ProviderContext, type Providers, provider } from '../provider';

type Parameter = Omit<sdk.PutParameterRequest, 'Tags'> & { Tags?: Record<string, string> };

interface Document {
  readonly Name?: string;
  readonly Content: object | string;
  readonly DocumentType?: sdk.DocumentType;
  readonly DocumentFormat?: sdk.DocumentFormat;
  readonly UpdateMethod?: 'NewVersion' | 'Replace';
}

/** AWS::SSM */
export const ssmProviders: Providers = {
  'AWS::SSM::Parameter': provider<Parameter>({
    replaceOn: ['Name'],
    create: (properties, context) => put(properties, properties.Name ?? context.physicalName(), false, context),
    update: (properties, _old, { physicalId }, context) => put(properties, physicalId, true, context),
    delete: async ({ physicalId: Name }, _properties, context) => {
      await context.call('ssm', 'DeleteParameter', { Name });
    },
  }),

  'AWS::SSM::Document': provider<Document>({
    replaceOn: ['Name', 'DocumentType'],
    create: async ({ Name, DocumentType, DocumentFormat, ...properties }, context) => {
      const name = Name ?? context.physicalName(128);
      const input = { Name: name, DocumentType, DocumentFormat, Content: contentOf(properties) };
      await context.call<sdk.CreateDocumentRequest, object>('ssm', 'CreateDocument', input);
      return { physicalId: name, attributes: {} };
    },
    update: async (properties, old, { physicalId: Name }, context) => {
      if (contentOf(properties) === contentOf(old)) return undefined;
      if (properties.UpdateMethod !== 'NewVersion') {
        throw new Error("the local AWS changes a document with 'UpdateMethod: NewVersion' only");
      }
      const input: sdk.UpdateDocumentRequest = { Name, Content: contentOf(properties), DocumentVersion: '$LATEST' };
      const { DocumentDescription } = await context.call<object, sdk.UpdateDocumentResult>(
        'ssm',
        'UpdateDocument',
        input,
      );
      const { DocumentVersion } = DocumentDescription ?? {};
      await context.call('ssm', 'UpdateDocumentDefaultVersion', { Name, DocumentVersion });
      return undefined;
    },
    delete: async ({ physicalId: Name }, _properties, context) => {
      await context.call('ssm', 'DeleteDocument', { Name });
    },
  }),
};

async function put(
  { Tags: tags, ...properties }: Parameter,
  Name: string,
  Overwrite: boolean,
  context: ProviderContext,
) {
  // The API refuses tags together with Overwrite.
  const Tags = Overwrite ? undefined : Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
  await context.call('ssm', 'PutParameter', { ...properties, Name, Overwrite, Tags });
  return { physicalId: Name, attributes: { Type: properties.Type, Value: properties.Value } };
}

function contentOf({ Content }: Pick<Document, 'Content'>): string {
  return typeof Content === 'string' ? Content : JSON.stringify(Content);
}
