import { guarded, task } from '../../../lib/machine/asl';
import { lookAfterRedrive, looksAfterRedrive, writesLookAfterRedrive } from '../../../lib/machine/redrive';

const write = task('aws-sdk:autoscaling:updateAutoScalingGroup', { MinSize: 1, AutoScalingGroupName: 'blue-group' });
const ARGUMENT = /^\{% \(.*RedriveTime.*\) \? \$error\('redriven'\) : \('blue-group'\) %\}$/;

test('the first text of the arguments is an error after a redrive, which is not tried again but leads to where it looks', () => {
  const [, state] = looksAfterRedrive(['Scale', write], 'Look');
  expect(state.Arguments).toEqual({ MinSize: 1, AutoScalingGroupName: expect.stringMatching(ARGUMENT) });
  expect(state.Retry).toMatchObject([{ ErrorEquals: ['States.QueryEvaluationError'], MaxAttempts: 0 }, {}]);
  expect(state.Catch).toMatchObject([{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Look' }]);
});

test('an expression is kept inside', () => {
  const [, state] = looksAfterRedrive(['Scale', task('a', { Name: "{% $x = 1 ? 'a' : 'b' %}" })], 'Look');
  expect((state.Arguments as { Name: string }).Name).toMatch(/ : \(\$x = 1 \? 'a' : 'b'\) %\}$/);
});

test('arguments without a text are refused', () => {
  expect(() => looksAfterRedrive(['Scale', task('a', { MinSize: 1 })], 'Look')).toThrow("the arguments of 'Scale'");
});

test('calls that change AWS look, reads and writes of the table do not', () => {
  const looking = writesLookAfterRedrive([
    ['Scale', write],
    ['Deployment', task('aws-sdk:codedeploy:getDeployment', { DeploymentId: 'd' })],
    ['Record', task('aws-sdk:dynamodb:updateItem', { TableName: 't' })],
    ['Ask', task('lambda:invoke', { FunctionName: 'f' })],
  ]);
  expect(looking.filter(([, { Catch }]) => Catch).map(([name]) => name)).toEqual(['Scale']);
});

test('it goes on where it was, and an error that is none of a redrive leads where errors lead', () => {
  const looking = writesLookAfterRedrive(guarded([['Scale', write]], 'Back'));
  const states = Object.fromEntries(lookAfterRedrive('table', looking, 'Superseded'));
  expect(states['WasRedriven?']).toMatchObject({
    Choices: [{ Next: 'HoldsTheLockStill' }, { Condition: "{% $at = 'Scale' %}", Next: 'Back' }],
  });
  expect(states.HoldsTheLockStill).toMatchObject({ Catch: [{ Next: 'Superseded' }], Next: 'GoOnAt?' });
  expect(states['GoOnAt?']).toMatchObject({ Choices: [{ Condition: "{% $at = 'Scale' %}", Next: 'Scale' }] });
});
