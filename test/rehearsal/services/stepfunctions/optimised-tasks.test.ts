import { AwsError } from '../../../../rehearsal/aws-error';
import type { Operation } from '../../../../rehearsal/service';
import { testSfn } from './fixture';

// The pages named in these tests are those of https://docs.aws.amazon.com/step-functions/latest/dg/

const refuses =
  (code: string, status = 400) =>
  () => {
    throw new AwsError(code, 'no', status);
  };

describe('an optimised integration', () => {
  const task = (resource: string, Arguments: unknown, more: object = {}) => ({
    Call: { Type: 'Task', Resource: `arn:aws:states:::${resource}`, Arguments, ...more, End: true },
  });

  // connect-lambda.html: the payload is JSON both ways
  test('lambda:invoke hands over and returns JSON', async () => {
    const Invoke: Operation = ({ Payload }) => ({
      StatusCode: 200,
      ExecutedVersion: '$LATEST',
      Payload: Buffer.from(`[${Buffer.from(Payload)}]`),
    });
    const { output } = await testSfn({ lambda: { Invoke } }).run(
      task('lambda:invoke', { FunctionName: 'judge', Payload: { a: 1 } }),
    );

    expect(output).toEqual({ ExecutedVersion: '$LATEST', Payload: [{ a: 1 }], StatusCode: 200 });
  });

  // concepts-error-handling.html: a function's error has the name of its errorType
  test.each([
    ['{"errorType":"RangeError","errorMessage":"too far"}', 'RangeError'],
    ['{"errorMessage":"exited"}', 'Lambda.Unknown'],
  ])('a function that fails with %s is %s', async (payload, expected) => {
    const Invoke: Operation = () => ({ StatusCode: 200, FunctionError: 'Unhandled', Payload: Buffer.from(payload) });
    const { error, cause } = await testSfn({ lambda: { Invoke } }).run(
      task('lambda:invoke', { FunctionName: 'judge' }),
    );

    expect({ error, cause }).toEqual({ error: expected, cause: payload });
  });

  // concepts-error-handling.html: Lambda.TooManyRequestsException; access denied as observed in AWS
  test.each([
    ['TooManyRequestsException', 'Lambda.TooManyRequestsException'],
    ['AccessDeniedException', 'Lambda.AWSLambdaException'],
  ])('lambda:invoke refused with %s is %s', async (code, expected) => {
    const { error } = await testSfn({ lambda: { Invoke: refuses(code) } }).run(
      task('lambda:invoke', { FunctionName: 'x' }),
    );

    expect(error).toBe(expected);
  });

  // connect-ddb.html; the prefix is DynamoDB here and DynamoDb in SDK integrations (seen in deployed definitions)
  test.each([
    ['dynamodb:putItem', 'DynamoDB.ConditionalCheckFailedException'],
    ['aws-sdk:dynamodb:putItem', 'DynamoDb.ConditionalCheckFailedException'],
  ])('%s that fails its condition is %s', async (resource, expected) => {
    const PutItem = refuses('ConditionalCheckFailedException');
    const { error } = await testSfn({ dynamodb: { PutItem } }).run(
      task(resource, { TableName: 'releases', Item: { pk: { S: 'lock' } } }),
    );

    expect(error).toBe(expected);
  });

  // connect-stepfunctions.html: Input may be JSON
  test('states:startExecution starts another machine', async () => {
    const world = testSfn();
    const stateMachineArn = await world.create({ P: { Type: 'Pass', End: true } }, {}, 'other');

    const { output } = await world.run(
      task('states:startExecution', { StateMachineArn: stateMachineArn, Name: 'two', Input: { a: 1 } }),
    );

    expect(output.ExecutionArn).toBe('arn:aws:states:us-east-1:123456789012:execution:other:two');
    expect(world.sfn.execution(output.ExecutionArn).output).toBe('{"a":1}');
  });

  // supported-services-awssdk.html: the prefix of the SDK integration is Sfn; API_StartExecution.html
  test.each([
    ['states:startExecution', 'StepFunctions.ExecutionAlreadyExistsException'],
    ['aws-sdk:sfn:startExecution', 'Sfn.ExecutionAlreadyExistsException'],
  ])('%s of a name that was used is %s', async (resource, expected) => {
    const world = testSfn();
    const stateMachineArn = await world.create({ P: { Type: 'Pass', End: true } }, {}, 'other');
    await world.api.StartExecution({ stateMachineArn, name: 'two' });
    await world.clock.advance(1000);

    const { error } = await world.run(task(resource, { StateMachineArn: stateMachineArn, Name: 'two' }));

    expect(error).toBe(expected);
  });

  // connect-eventbridge.html: Detail is JSON; the ARNs of execution and machine are appended to Resources
  test('events:putEvents tells which execution it was', async () => {
    const { run, scripted } = testSfn({
      events: { PutEvents: () => ({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] }) },
    });

    const { output } = await run(
      task('events:putEvents', { Entries: [{ Source: 's', DetailType: 't', Detail: { a: 1 } }] }),
    );

    expect(output).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });
    const Resources = [
      'arn:aws:states:us-east-1:123456789012:execution:machine:run',
      'arn:aws:states:us-east-1:123456789012:stateMachine:machine',
    ];
    expect(scripted.events?.inputs).toEqual([
      { Entries: [{ Source: 's', DetailType: 't', Detail: '{"a":1}', Resources }] },
    ]);
  });

  // connect-eventbridge.html#connect-eventbridge-error
  test('events:putEvents fails when an event was not taken', async () => {
    const PutEvents = () => ({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure' }] });

    const { error } = await testSfn({ events: { PutEvents } }).run(task('events:putEvents', { Entries: [] }));

    expect(error).toBe('EventBridge.FailedEntry');
  });

  // connect-sns.html: Message may be JSON
  test('sns:publish sends JSON as a text', async () => {
    const { run, scripted } = testSfn({ sns: { Publish: () => ({ MessageId: '1' }) } });

    const { output } = await run(task('sns:publish', { TopicArn: 'arn', Message: { who: '{% "you" %}' } }));

    expect(output).toEqual({ MessageId: '1' });
    expect(scripted.sns?.inputs).toEqual([{ TopicArn: 'arn', Message: '{"who":"you"}' }]);
  });

  // state-task.html: a function's ARN as the resource; its events are named after Lambda
  test("a function's ARN is invoked with the arguments, and its result is the output", async () => {
    const Invoke: Operation = ({ Payload }) => ({ StatusCode: 200, Payload });
    const { output, events } = await testSfn({ lambda: { Invoke } }).run(
      {
        Call: { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:judge', End: true },
      },
      { a: 1 },
    );

    expect(output).toEqual({ a: 1 });
    expect(events.slice(2, 5)).toEqual(['LambdaFunctionScheduled', 'LambdaFunctionStarted', 'LambdaFunctionSucceeded']);
  });
});
