import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import { colourArns, leads } from '../../../lambda/live-state/forwards';

const NOW = { Resources: [], Blue: 'tg-blue', Green: 'tg-green' };
const COLOURS = colourArns(NOW, undefined);

function forward(...groups: [string, number][]): Action[] {
  return [
    {
      Type: 'forward',
      ForwardConfig: { TargetGroups: groups.map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })) },
    },
  ];
}

test.each<[string, Action[] | undefined, unknown]>([
  ['a weighted forward', forward(['tg-blue', 1], ['tg-green', 9]), { kind: 'to-pair', blue: 1, green: 9 }],
  [
    'a forward to one group, which has both forms when it is read',
    forward(['tg-green', 1]).map((action) => ({ ...action, TargetGroupArn: 'tg-green' })),
    { kind: 'to-pair', blue: 0, green: 100 },
  ],
  ['a plain forward', [{ Type: 'forward', TargetGroupArn: 'tg-green' }], { kind: 'to-pair', blue: 0, green: 100 }],
  [
    'a forward behind an authentication',
    [{ Type: 'authenticate-oidc' }, ...forward(['tg-blue', 5], ['tg-green', 0])],
    { kind: 'to-pair', blue: 5, green: 0 },
  ],
  [
    'a maintenance page',
    [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '503' } }],
    { kind: 'elsewhere', what: 'a fixed response 503' },
  ],
  [
    'a forward to others',
    [{ Type: 'forward', TargetGroupArn: 'tg-x' }],
    { kind: 'elsewhere', what: 'other target groups' },
  ],
  ['nothing at all', undefined, { kind: 'absent' }],
])('%s is read as what it does', (_name, actions, expected) => {
  expect(leads(actions, COLOURS)).toEqual(expected);
});

test('a target group that is being replaced is known by the ARN that it had', () => {
  const colours = colourArns(NOW, { ...NOW, Blue: 'tg-old-blue', Green: 'tg-old-green' });

  expect(leads(forward(['tg-old-blue', 0], ['tg-old-green', 100]), colours)).toEqual({
    kind: 'to-pair',
    blue: 0,
    green: 100,
  });
});
