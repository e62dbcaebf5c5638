import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { describeWithPython } from '../fixtures/python';
import { type Story, startMoto, startOurs, tell } from './both';
import { differences, type Except } from './differences';
import * as cloudFormation from './stories/cloudformation';
import * as cloudWatch from './stories/cloudwatch';
import * as codeDeploy from './stories/codedeploy';
import * as dynamoDb from './stories/dynamodb';
import * as ecs from './stories/ecs';
import * as elbv2 from './stories/elbv2';
import * as eventBridge from './stories/eventbridge';
import * as lambda from './stories/lambda';
import * as route53 from './stories/route53';
import * as s3 from './stories/s3';
import * as secretsManager from './stories/secrets-manager';
import * as sns from './stories/sns';
import * as ssm from './stories/ssm';
import * as sts from './stories/sts';

const STORIES: Readonly<Record<string, { readonly story: Story; readonly except: Except }>> = {
  cloudFormation,
  cloudWatch,
  codeDeploy,
  dynamoDb,
  ecs,
  elbv2,
  eventBridge,
  lambda,
  route53,
  s3,
  secretsManager,
  sns,
  ssm,
  sts,
};

describeWithPython('our endpoint and moto answer the same calls alike', () => {
  let ours: Awaited<ReturnType<typeof startOurs>>;
  let moto: Awaited<ReturnType<typeof startMoto>>;

  beforeAll(async () => {
    [ours, moto] = await Promise.all([startOurs(), startMoto()]);
    // moto loads every service that it knows when somebody first asks its CloudFormation.
    await tell(moto.url, async (at) => ({ ...(await at(CloudFormationClient).send(new DescribeStacksCommand({}))) }));
  });
  afterAll(() => Promise.all([ours?.close(), moto?.close()]));

  test.each(Object.keys(STORIES))(
    '%s',
    async (name) => {
      const { story, except } = STORIES[name];

      const [answer, theirs] = await Promise.all([tell(ours.url, story), tell(moto.url, story)]);

      expect(differences(answer, theirs, except)).toEqual([]);
    },
    30_000,
  ); // moto answers in Python: twenty calls take seconds on a busy machine
});
