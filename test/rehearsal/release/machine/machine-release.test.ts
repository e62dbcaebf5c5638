import type { LocalAws } from '../../../../rehearsal/local-aws';
import { MachineRelease } from '../../../../rehearsal/release/machine/machine-release';
import { ASG } from '../../../bin/aws/machine/fixtures';

const release = (approval?: { promote: string; reject: string }) =>
  new MachineRelease({
    aws: {} as LocalAws,
    descriptor: { ...ASG, approval },
    id: 'r1',
    execution: 'arn:aws:states:eu-west-1:123456789012:execution:release:r1',
    live: 'blue',
    weights: () => ({ blue: 100, green: 0 }),
  });

test('a person answers this release by the links of its descriptor', () => {
  expect(release({ promote: 'https://p&Release=', reject: 'https://r&Release=' }).links).toEqual({
    promote: 'https://p&Release=r1',
    reject: 'https://r&Release=r1',
  });
});

test('there are no links where the stack was deployed before it had any', () => {
  expect(release().links).toBeUndefined();
});
