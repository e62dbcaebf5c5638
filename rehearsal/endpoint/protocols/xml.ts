import { XmlShapeDeserializer, XmlShapeSerializer } from '@aws-sdk/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';

const settings = {
  timestampFormat: { useTrait: true, default: 5 as const },
  httpBindings: false,
  // The root element is written by the protocols, which know better what it is called.
  xmlNamespace: '',
  serviceNamespace: '',
};

/** The elements of a structure's members, without an element around them. */
export function writeMembers(schema: NormalizedSchema, value: unknown): string {
  if (schema.isUnitSchema()) return '';
  const serializer = new XmlShapeSerializer(settings);
  serializer.write(schema, value);
  const xml = String(serializer.flush());
  const start = xml.indexOf('>') + 1;
  const end = xml.lastIndexOf('</');
  return end < start ? '' : xml.slice(start, end);
}

/** Reads a document by the schema of its root element. */
export function readXml(schema: NormalizedSchema, text: string): unknown {
  return new XmlShapeDeserializer(settings).read(schema, text);
}

/** An element with text in it. */
export function element(name: string, text: string): string {
  return `<${name}>${escaped(text)}</${name}>`;
}

export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character]);
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
