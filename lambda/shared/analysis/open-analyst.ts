import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AWS_CLIENT_OPTIONS } from '../aws-client-options';
import { readName } from '../checked-json';
import type { Log } from '../log';
import { readOwnSettings } from '../own-settings';
import { Analyst } from './analyst';
import type { AnalysisEnvironment } from './environment';
import { Ledger } from './ledger';
import type { ClientOf } from './metric-reading';
import type { AnalysisSettings } from './settings';

/** An analyst with the settings that it goes by. */
export interface OpenAnalyst {
  readonly analyst: Analyst;
  readonly settings: AnalysisSettings;
}

/** The analyst of a function's environment; undefined when nothing is to be analysed. */
export function openAnalyst(
  { ANALYSIS }: AnalysisEnvironment,
  dynamoDb: DynamoDBClient,
  clientOf: ClientOf,
  log: Log,
): OpenAnalyst | undefined {
  if (!ANALYSIS) return undefined;
  const settings = readOwnSettings<AnalysisSettings>(ANALYSIS, 'ANALYSIS');
  const ledger = new Ledger(dynamoDb, readName(settings.table, 'table'), settings.recordSeconds);
  return { analyst: new Analyst(settings, ledger, clientOf, log), settings };
}

/** One client for each region, made when it is first asked for. */
export function clientsByRegion(own: CloudWatchClient): ClientOf {
  const clients = new Map<string, CloudWatchClient>();
  return (region) => {
    if (region === undefined) return own;
    const client = clients.get(region) ?? new CloudWatchClient({ ...AWS_CLIENT_OPTIONS, region });
    clients.set(region, client);
    return client;
  };
}
