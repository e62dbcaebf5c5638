import { readList, readName, readNumber, readObject, readText } from '../shared/checked-json';
import { messageOf } from '../shared/message-of';
import type { HeaderExpectation, JsonExpectation, Percentiles, StepExpectations, TextExpectation } from './environment';
import { readJmesPath } from './jmes-path';

/** Expectations, checked, with the default status. */
export type Expectations = StepExpectations & { readonly status: string };

/** See `StepExpectations.status` for the reason. */
const DEFAULT_STATUS = '200-299';
const OPTIONS = ['status', 'headers', 'body', 'json', 'maxLatencyMillis', 'percentiles'];
const TEXT_OPTIONS = ['equals', 'contains', 'matches'];
const LONGEST_MILLIS = 840_000;

/** @throws naming the place, the value and what is allowed */
export function readExpectations(value: unknown, at: string): Expectations {
  const raw = readObject(value ?? {}, at, OPTIONS);
  return {
    status: readStatus(raw.status, `${at}: status`),
    headers: readList(raw.headers, `${at}: headers`).map((header) => readHeader(header, `${at}: headers`)),
    body: readList(raw.body, `${at}: body`).map((text) => readTextExpectation(text, `${at}: body`)),
    json: readList(raw.json, `${at}: json`).map((json) => readJson(json, `${at}: json`)),
    ...(raw.maxLatencyMillis !== undefined && {
      maxLatencyMillis: readMillis(raw.maxLatencyMillis, `${at}: maxLatencyMillis`),
    }),
    ...(raw.percentiles !== undefined && { percentiles: readPercentiles(raw.percentiles, `${at}: percentiles`) }),
  };
}

function readStatus(value: unknown, at: string): string {
  const text = (readText(value, at) ?? DEFAULT_STATUS).replace(/\s/g, '');
  const ranges = text.split(',').map((range) => /^([1-5]\d\d)(?:-([1-5]\d\d))?$/.exec(range));
  if (ranges.some((range) => !range || Number(range[2] ?? 599) < Number(range[1]))) {
    throw new Error(`${at} must be codes such as '200', '200,202' or '200-299', got '${text}'`);
  }
  return text;
}

function readHeader(value: unknown, at: string): HeaderExpectation {
  const { name, ...text } = readObject(value, at, ['name', ...TEXT_OPTIONS]);
  return { name: readName(name, `${at}: name`).toLowerCase(), ...readTextExpectation(text, at) };
}

function readTextExpectation(value: unknown, at: string): TextExpectation {
  const raw = readObject(value, at, TEXT_OPTIONS);
  const matches = readText(raw.matches, `${at}: matches`);
  try {
    if (matches !== undefined) new RegExp(matches, 'u');
  } catch (error) {
    throw new Error(`${at}: matches: ${messageOf(error)}`);
  }
  return {
    equals: readText(raw.equals, `${at}: equals`),
    contains: readText(raw.contains, `${at}: contains`),
    matches,
  };
}

function readJson(value: unknown, at: string): JsonExpectation {
  const raw = readObject(value, at, ['path', 'equals']);
  const path = readJmesPath(readName(raw.path, `${at}: path`), `${at}: path`);
  return 'equals' in raw ? { path, equals: raw.equals } : { path };
}

function readPercentiles(value: unknown, at: string): Percentiles {
  const raw = readObject(value, at, ['p50Millis', 'p95Millis', 'p99Millis']);
  return Object.fromEntries(Object.entries(raw).map(([name, bound]) => [name, readMillis(bound, `${at}: ${name}`)]));
}

function readMillis(value: unknown, at: string): number {
  return readNumber(value, at, { min: 0, max: LONGEST_MILLIS, fraction: true });
}
