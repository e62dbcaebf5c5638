import { DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { EcsAnalysis } from '../../../bin/aws/ecs-analysis';
import { renderStatus } from '../../../bin/views/status';

const dynamoDb = mockClient(DynamoDBClient);
const lambda = mockClient(LambdaClient);
const analysis = new EcsAnalysis(new LambdaClient(), new DynamoDBClient(), { table: 'records', lookFunction: 'look' });

beforeEach(() => {
  dynamoDb.reset();
  lambda.reset();
});

const answers = (payload: object, FunctionError?: string) =>
  lambda.on(InvokeCommand).resolves({ FunctionError, Payload: Buffer.from(JSON.stringify(payload)) as never });

describe('what the analysis says', () => {
  test('is its newest look, on one line of the status', async () => {
    dynamoDb.on(QueryCommand).resolves({
      Items: [
        {
          id: { S: '2026-11-21T06:10:00.000Z' },
          weight: { N: '10' },
          verdict: { S: 'wait' },
          reason: { S: 'candidate failed 3 of 50 requests, live 0 of 450' },
          measures: { S: '[{"name":"errors"}]' },
        },
      ],
    });
    const lastLook = await analysis.last('d-1');

    expect(lastLook).toMatchObject({ weight: 10, measures: [{ name: 'errors' }] });
    const lines = renderStatus({
      service: 'Shop/Orders',
      live: 'blue',
      weights: { blue: 90, green: 10 },
      firing: [],
      release: { id: 'd-1', phase: 'shifting', ended: false, status: 'InProgress', steps: [], lastLook },
    });
    expect(lines).toContain(
      '  analysis wait at 06:10:00, 10 % on the candidate: candidate failed 3 of 50 requests, live 0 of 450',
    );
  });

  test('is the reason of a release that it has sent back, and of no other', async () => {
    const item = (rolledBackBy: string) => ({ Item: { rolledBackBy: { S: rolledBackBy }, reason: { S: 'too bad' } } });
    dynamoDb.on(GetItemCommand).resolvesOnce(item('the analysis')).resolves(item('CodeDeploy'));

    expect([await analysis.reasonOf('d-1'), await analysis.reasonOf('d-2')]).toEqual(['too bad', undefined]);
  });

  test.each<[string, object, string | undefined, string[]]>([
    ['pass', { verdict: 'pass', reason: 'all is well' }, undefined, []],
    ['fail', { verdict: 'fail', reason: "there is no data of 'slow'" }, undefined, ["there is no data of 'slow'"]],
    ['crash', { errorMessage: 'no' }, 'Unhandled', ['the function that would judge the release fails: no']],
    ['nothing', {}, undefined, ['the function that would judge the release gave no answer']],
  ])('before a release is its function: %s', async (_, payload, error, expected) => {
    answers(payload, error);

    expect(await analysis.objections('blue', true)).toEqual(expected);
    const asked = JSON.parse(
      Buffer.from(lambda.commandCalls(InvokeCommand)[0]?.args[0].input.Payload as never).toString(),
    );
    expect(asked).toMatchObject({ question: 'preflight', live: 'blue', withoutData: true });
  });
});
