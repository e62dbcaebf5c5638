import { findScenario, SCENARIOS } from '../../rehearsal/scenarios';

test('every scenario is found by its name, and each name is there once', () => {
  for (const scenario of SCENARIOS) expect(findScenario(scenario.name)).toBe(scenario);
  expect(new Set(SCENARIOS.map(({ name }) => name)).size).toBe(SCENARIOS.length);
});

test('fails on a name that is not there, and lists those that are', () => {
  expect(() => findScenario('bad')).toThrow("there is no scenario 'bad'; there are: good, errors, slow");
});
