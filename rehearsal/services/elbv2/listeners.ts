import type {
  Certificate,
  CreateListenerInput,
  CreateListenerOutput,
  DeleteListenerInput,
  DeleteListenerOutput,
  DescribeListenersInput,
  DescribeListenersOutput,
  Listener,
  ModifyListenerInput,
  ModifyListenerOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import { checkedActions } from './actions';
import { checkRange, required, validationError } from './errors';
import type { ListenerRecord } from './records';
import type { Elbv2State } from './state';
import { setTags } from './tags';

/** What the API chooses when nobody says anything. */
const DEFAULT_SSL_POLICY = 'ELBSecurityPolicy-2016-08';

const MAX_LISTENERS = 50;

/** The operations on listeners. */
export function listenerOperations(state: Elbv2State, cloud: Cloud) {
  const described = (record: ListenerRecord): Listener => ({
    ...record.description,
    DefaultActions: structuredClone(record.defaultActions),
  });

  return {
    CreateListener: (input: CreateListenerInput): CreateListenerOutput => {
      const loadBalancer = state.loadBalancer(input.LoadBalancerArn);
      const settings = checkedSettings({
        Protocol: required(input.Protocol, 'Protocol'),
        Port: required(input.Port, 'Port'),
        SslPolicy: input.SslPolicy,
        Certificates: input.Certificates,
      });
      checkPort(state, loadBalancer.arn, settings.Port);
      if (state.listenersOf(loadBalancer.arn).length >= MAX_LISTENERS) {
        throw new AwsError(
          'TooManyListeners',
          `Load balancer '${loadBalancer.arn}' has ${MAX_LISTENERS} listeners already`,
        );
      }
      const path = loadBalancer.arn.slice(loadBalancer.arn.indexOf('/') + 1);
      const id = state.nextId();
      const arn = cloud.arn('elasticloadbalancing', `listener/${path}/${id}`);
      const defaultRuleArn = cloud.arn('elasticloadbalancing', `listener-rule/${path}/${id}/${state.nextId()}`);
      const record: ListenerRecord = {
        arn,
        loadBalancerArn: loadBalancer.arn,
        defaultRuleArn,
        description: { ListenerArn: arn, LoadBalancerArn: loadBalancer.arn, ...settings },
        defaultActions: checkedActions(state, input.DefaultActions, {
          ruleArn: defaultRuleArn,
          loadBalancerArn: loadBalancer.arn,
        }),
        extraCertificates: [],
        attributes: new Map(),
      };
      state.listeners.set(arn, record);
      setTags(state, arn, input.Tags);
      return { Listeners: [described(record)] };
    },

    /** Replaces only the properties given; the list of default actions as a whole. The last writer wins (aws-facts 5.2). */
    ModifyListener: (input: ModifyListenerInput): ModifyListenerOutput => {
      const record = state.listener(input.ListenerArn);
      const settings = checkedSettings({
        Protocol: input.Protocol ?? record.description.Protocol,
        Port: input.Port ?? record.description.Port,
        SslPolicy: input.SslPolicy ?? record.description.SslPolicy,
        Certificates: input.Certificates ?? record.description.Certificates,
      });
      checkPort(state, record.loadBalancerArn, settings.Port, record.arn);
      const actions =
        input.DefaultActions &&
        checkedActions(state, input.DefaultActions, {
          ruleArn: record.defaultRuleArn,
          loadBalancerArn: record.loadBalancerArn,
        });
      record.description = { ListenerArn: record.arn, LoadBalancerArn: record.loadBalancerArn, ...settings };
      record.defaultActions = actions ?? record.defaultActions;
      return { Listeners: [described(record)] };
    },

    DescribeListeners: (input: DescribeListenersInput): DescribeListenersOutput => {
      if (input.ListenerArns?.length) {
        return { Listeners: input.ListenerArns.map((arn) => described(state.listener(arn))) };
      }
      if (!input.LoadBalancerArn) {
        throw validationError('You must specify either listener ARNs or a load balancer ARN');
      }
      return { Listeners: state.listenersOf(state.loadBalancer(input.LoadBalancerArn).arn).map(described) };
    },

    /** Takes its rules along. */
    DeleteListener: (input: DeleteListenerInput): DeleteListenerOutput => {
      const { arn } = state.listener(input.ListenerArn);
      for (const rule of state.rulesOf(arn)) state.rules.delete(rule.arn);
      state.listeners.delete(arn);
      state.tags.delete(arn);
      return {};
    },
  };
}

interface Settings {
  Protocol?: Listener['Protocol'];
  Port?: number;
  SslPolicy?: string;
  Certificates?: Certificate[];
}

/** The settings of a listener as they are read back: policy and certificates of HTTPS only. */
function checkedSettings(settings: Settings): Settings {
  const { Protocol, Port, SslPolicy, Certificates } = settings;
  checkRange('Port', Port, 1, 65535);
  if (Protocol !== 'HTTPS' && Protocol !== 'TLS') return { Protocol, Port };
  if (!Certificates?.length) {
    throw new AwsError('CertificateNotFound', `A certificate must be specified for ${Protocol} listeners`);
  }
  if (Certificates.length > 1) {
    throw new AwsError(
      'TooManyCertificates',
      'Only one certificate can be given here; add the others by AddListenerCertificates',
    );
  }
  return { Protocol, Port, SslPolicy: SslPolicy ?? DEFAULT_SSL_POLICY, Certificates };
}

function checkPort(state: Elbv2State, loadBalancerArn: string, port: number | undefined, except?: string): void {
  const taken = state.listenersOf(loadBalancerArn).some((one) => one.arn !== except && one.description.Port === port);
  if (taken) {
    throw new AwsError(
      'DuplicateListener',
      `A listener already exists on this port for this load balancer '${loadBalancerArn}'`,
    );
  }
}
