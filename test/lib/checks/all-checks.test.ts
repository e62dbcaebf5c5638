import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ALL_CHECKS } from '../../../lib/checks/all-checks';
import { isLookedAt } from '../../../lib/checks/run-checks';

const DOCS = readFileSync(path.join(__dirname, '..', '..', '..', 'docs', 'checks.md'), 'utf8');
const TESTS = ['rules', 'model'].flatMap((folder) =>
  readdirSync(path.join(__dirname, folder)).map((file) => readFileSync(path.join(__dirname, folder, file), 'utf8')),
);

test('ids go up, and none is used twice', () => {
  const ids = ALL_CHECKS.map(({ id }) => id).sort();

  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(ids.map((_, index) => `BG${String(index + 1).padStart(3, '0')}`));
});

test.each(ALL_CHECKS.map((check) => [check.id, check] as const))('%s has its line in docs/checks.md', (_id, check) => {
  const { id, level, title, reason, wayOut } = check;

  expect(DOCS).toContain(`| ${id} | ${level} | ${title} | ${reason} | ${wayOut} |`);
});

test.each(ALL_CHECKS.map(({ id }) => [id]))('%s has a test that says its name', (id) => {
  expect(TESTS.some((text) => text.includes(id))).toBe(true);
});

test('resources of every type that a check asks for are looked at in a synth too', () => {
  const folder = path.join(__dirname, '..', '..', '..', 'lib', 'checks');
  const sources = ['rules', 'model'].flatMap((name) =>
    readdirSync(path.join(folder, name)).map((file) => readFileSync(path.join(folder, name, file), 'utf8')),
  );
  const asked = sources.flatMap((text) => [...text.matchAll(/\.of\('(AWS::[\w:]+)'\)/g)].map(([, type = '']) => type));

  expect(asked).toContain('AWS::ECS::Service');
  expect(asked.filter((type) => !isLookedAt(type))).toEqual([]);
});
