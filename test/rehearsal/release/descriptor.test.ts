import { tryParseDescriptor, tryReadDescriptor } from '../../../rehearsal/release/descriptor';

const NAME = '/cdk-blue-green/Shop/Orders';
const DESCRIPTOR = {
  kind: 'ecs',
  application: 'app',
  deploymentGroup: 'group',
  cluster: 'cluster',
  service: 'service',
  productionListener: 'arn:listener',
  taskFamily: 'orders',
  appSpec: '{}',
};

describe('release descriptor', () => {
  test('is read with the path of its service', () => {
    expect(tryParseDescriptor(NAME, JSON.stringify(DESCRIPTOR))).toMatchObject({
      path: 'Shop/Orders',
      cluster: 'cluster',
    });
  });

  test.each(Object.keys(DESCRIPTOR).filter((field) => field !== 'kind'))('fails without %s, and names it', (field) => {
    const text = JSON.stringify({ ...DESCRIPTOR, [field]: undefined });
    expect(() => tryParseDescriptor(NAME, text)).toThrow(`'${NAME}' cannot be read: it has no ${field}`);
  });

  test.each(['', 'text', '[', '3', 'null'])('fails on %p, which is no JSON object', (text) => {
    expect(() => tryParseDescriptor(NAME, text)).toThrow(`'${NAME}' cannot be read: it is no JSON object`);
  });

  test('of another kind of workload is no descriptor of an ECS service', () => {
    expect(tryParseDescriptor(NAME, JSON.stringify({ ...DESCRIPTOR, kind: 'dns' }))).toBeUndefined();
  });
});

const MACHINE = {
  releaseMachine: 'arn:release',
  rollbackMachine: 'arn:rollback',
  table: 'table',
  steps: [{ weight: 100, bakeSeconds: 60 }],
  alarms: [],
  approvalSeconds: 0,
  hooks: [],
  console: '',
};
const GROUP = { group: 'g', targetGroup: 'arn:tg', launchTemplate: 'lt-1', launchTemplateVersion: '1' };
const ASG = { kind: 'asg', ...MACHINE, listener: 'arn:listener', colours: { blue: GROUP, green: GROUP } };
const RECORD = { setIdentifier: 'blue', target: 'blue.example.org', url: '' };
const DNS = {
  kind: 'dns',
  ...MACHINE,
  hostedZone: 'Z1',
  recordName: 'shop.example.org',
  recordType: 'A',
  ttlSeconds: 60,
  colours: { blue: RECORD, green: RECORD },
};

describe('release descriptor of the state machine', () => {
  test('has no launch template of an existing group, and needs one of ours', () => {
    const existing = { ...GROUP, launchTemplate: '', launchTemplateVersion: '', existing: true };
    const of = (colours: object) => () => tryReadDescriptor(NAME, JSON.stringify({ ...ASG, colours }));

    expect(of({ blue: existing, green: GROUP })()).toMatchObject({ colours: { blue: { existing: true } } });
    expect(of({ blue: existing, green: { ...GROUP, launchTemplate: '' } })).toThrow('no colours.green.launchTemplate');
  });

  test('is read for Auto Scaling groups; what may be missing is empty', () => {
    expect(tryReadDescriptor(NAME, JSON.stringify(ASG))).toEqual({
      ...ASG,
      path: 'Shop/Orders',
      rule: '',
      testListener: '',
      application: '',
    });
  });

  test('is read for DNS names', () => {
    expect(tryReadDescriptor(NAME, JSON.stringify(DNS))).toEqual({ ...DNS, path: 'Shop/Orders' });
  });

  test.each([
    [{ ...ASG, table: '', steps: undefined }, 'it has no table'],
    [{ ...ASG, alarms: undefined, hooks: null }, 'it has no alarms, no hooks'],
    [{ ...ASG, colours: { blue: GROUP } }, 'it has no colours.green.group, no colours.green.targetGroup'],
    [{ ...DNS, colours: { blue: RECORD, green: { ...RECORD, target: '' } } }, 'it has no colours.green.target'],
    [{ ...DNS, ttlSeconds: undefined }, 'it has no ttlSeconds'],
  ])('names what it lacks (%#)', (descriptor, why) => {
    expect(() => tryReadDescriptor(NAME, JSON.stringify(descriptor))).toThrow(why);
  });

  test('of a kind that is not known is left alone', () => {
    expect(tryReadDescriptor(NAME, JSON.stringify({ kind: 'toString' }))).toBeUndefined();
  });
});
