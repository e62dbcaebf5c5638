import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { AnalysisEnvironment } from '../../lambda/shared/analysis/environment';
import type { ProbeSettings } from '../../lambda/shared/analysis/probe-settings';
import type { AnalysisSettings, ColourSource } from '../../lambda/shared/analysis/settings';
import type { PerColour } from '../machine/workload';
import type { Analysis } from './analysis';
import type { Dimension } from './measure';

export type RenderedProbe = ProbeSettings;

/** What an analysis works on. */
export interface AnalysisScope {
  readonly analysis?: Analysis;
  readonly dimension: Dimension;
  readonly colours: PerColour<ColourSource>;
  readonly table: string;
  readonly recordSeconds: number;
  readonly askSeconds: number;
  readonly probe?: RenderedProbe;
}

/** Leaves room for the function's other settings, and for what tokens become: all variables may have 4,096 bytes. */
const MAX_BYTES = 2_800;

/** The variables of the function that looks. */
export function renderAnalysisVariables(scope: Construct, parts: AnalysisScope): AnalysisEnvironment {
  const { analysis, dimension, colours, table, recordSeconds, askSeconds, probe } = parts;
  const stack = Stack.of(scope);
  const settings: AnalysisSettings | undefined = analysis && {
    ...analysis._render(dimension),
    colours: withRegions(colours, analysis),
    table,
    recordSeconds,
    askSeconds,
  };
  const bytes = Buffer.byteLength(JSON.stringify({ settings, probe }));
  if (bytes > MAX_BYTES) {
    throw new Error(
      `the analysis of '${scope.node.path}' takes ${bytes} bytes of its function's variables, which hold ${MAX_BYTES}; use fewer measures, probes or rules, or shorter names and expressions`,
    );
  }
  return {
    ANALYSIS: settings && stack.toJsonString(settings),
    PROBE: probe && stack.toJsonString(probe),
  };
}

/** A team's own metrics say themselves where they are; one call asks one region for one colour. */
function withRegions(colours: PerColour<ColourSource>, { _measures }: Analysis): PerColour<ColourSource> {
  const regionOf = (colour: 'blue' | 'green'): string | undefined => {
    const named = _measures.flatMap(({ _own }) => _own?.regions[colour] ?? []);
    const all = [...new Set([...(colours[colour].region !== undefined ? [colours[colour].region] : []), ...named])];
    if (all.length > 1) {
      throw new Error(`the metrics of ${colour} are in several regions (${all.join(', ')}); give those of one region`);
    }
    return all[0];
  };
  const located = (colour: 'blue' | 'green'): ColourSource => {
    const region = regionOf(colour);
    return { ...colours[colour], ...(region !== undefined && { region }) };
  };
  return { blue: located('blue'), green: located('green') };
}
