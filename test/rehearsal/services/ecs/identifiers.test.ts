import { Identifiers, nameOf } from '../../../../rehearsal/services/ecs/identifiers';

test('addresses are of 10.0.0.0/16, usable and unique', () => {
  const identifiers = new Identifiers();
  const addresses = Array.from({ length: 2_000 }, () => identifiers.address());

  expect(new Set(addresses).size).toBe(2_000);
  for (const address of addresses) expect(address).toMatch(/^10\.0\.\d{1,3}\.([1-9]|[1-9]\d|1\d\d|2[0-4]\d|25[0-4])$/);
});

test('two services of the same history give the same ids', () => {
  const [one, other] = [new Identifiers(), new Identifiers()];

  expect([one.taskSetId(), one.taskId(), one.address()]).toEqual([other.taskSetId(), other.taskId(), other.address()]);
  expect(one.taskSetId()).toMatch(/^ecs-svc\/\d{19}$/);
  expect(one.taskId()).toMatch(/^[0-9a-f]{32}$/);
});

test.each([
  ['orders', 'orders'],
  ['arn:aws:ecs:us-east-1:123456789012:service/cluster/orders', 'orders'],
])('the name of %s is %s', (text, name) => {
  expect(nameOf(text)).toBe(name);
});
