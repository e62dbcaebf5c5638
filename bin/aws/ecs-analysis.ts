import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Colour } from '../../rehearsal/report';
import type { LastLook } from '../commands/ports';
import { Looks } from './looks';

/** The analysis of an ECS service, as its descriptor names it. */
export interface EcsAnalysisPlace {
  readonly table: string;
  readonly lookFunction: string;
}

/** Asks the analysis of an ECS service. */
export class EcsAnalysis {
  private readonly looks: Looks;

  constructor(
    private readonly lambda: LambdaClient,
    dynamoDb: DynamoDBClient,
    private readonly place: EcsAnalysisPlace,
  ) {
    this.looks = new Looks(dynamoDb, place.table);
  }

  public last(release: string): Promise<LastLook | undefined> {
    return this.looks.last(release);
  }

  public reasonOf(release: string): Promise<string | undefined> {
    return this.looks.reasonOf(release);
  }

  /** What speaks against a release now: the function that will judge it says so itself. */
  public async objections(live: Colour, withoutData: boolean): Promise<readonly string[]> {
    const question = { question: 'preflight', live, withoutData, now: new Date().toISOString() };
    const { Payload, FunctionError } = await this.lambda.send(
      new InvokeCommand({ FunctionName: this.place.lookFunction, Payload: Buffer.from(JSON.stringify(question)) }),
    );
    const answer = JSON.parse(Buffer.from(Payload ?? []).toString() || '{}') as {
      readonly verdict?: string;
      readonly reason?: string;
      readonly errorMessage?: string;
    };
    if (FunctionError)
      return [`the function that would judge the release fails: ${answer.errorMessage ?? FunctionError}`];
    return answer.verdict === 'pass'
      ? []
      : [answer.reason ?? 'the function that would judge the release gave no answer'];
  }
}
