import type { ProtocolName } from '../service-model';
import { jsonRpc } from './json-rpc';
import type { Protocol } from './protocol';
import { ec2Query, query } from './query';
import { restJson } from './rest-json';
import { restXml } from './rest-xml';
import { rpcV2Cbor } from './rpc-v2-cbor';

const PROTOCOLS: Record<ProtocolName, Protocol> = {
  query,
  'ec2-query': ec2Query,
  'json-1.0': jsonRpc('1.0'),
  'json-1.1': jsonRpc('1.1'),
  'rpc-v2-cbor': rpcV2Cbor,
  'rest-json': restJson,
  'rest-xml': restXml,
};

/** The protocol with a name. */
export function protocolCalled(name: ProtocolName): Protocol {
  return PROTOCOLS[name];
}
