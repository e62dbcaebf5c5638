import type {
  AddListenerCertificatesInput,
  AddListenerCertificatesOutput,
  DescribeListenerCertificatesInput,
  DescribeListenerCertificatesOutput,
  RemoveListenerCertificatesInput,
  RemoveListenerCertificatesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { required } from './errors';
import type { Elbv2State } from './state';

/** The operations on the certificates of a listener. No certificate is looked at: there is no ACM here. */
export function certificateOperations(state: Elbv2State) {
  return {
    AddListenerCertificates: (input: AddListenerCertificatesInput): AddListenerCertificatesOutput => {
      const listener = state.listener(input.ListenerArn);
      const added = required(input.Certificates, 'Certificates');
      const there = new Set(listener.extraCertificates.map((one) => one.CertificateArn));
      const fresh = added.filter((one) => !there.has(one.CertificateArn));
      listener.extraCertificates = [...listener.extraCertificates, ...fresh];
      return { Certificates: added.map((one) => ({ CertificateArn: one.CertificateArn, IsDefault: false })) };
    },

    RemoveListenerCertificates: (input: RemoveListenerCertificatesInput): RemoveListenerCertificatesOutput => {
      const listener = state.listener(input.ListenerArn);
      const gone = new Set(required(input.Certificates, 'Certificates').map((one) => one.CertificateArn));
      listener.extraCertificates = listener.extraCertificates.filter((one) => !gone.has(one.CertificateArn));
      return {};
    },

    DescribeListenerCertificates: (input: DescribeListenerCertificatesInput): DescribeListenerCertificatesOutput => {
      const listener = state.listener(input.ListenerArn);
      const first = listener.description.Certificates ?? [];
      return {
        Certificates: [
          ...first.map((one) => ({ CertificateArn: one.CertificateArn, IsDefault: true })),
          ...listener.extraCertificates.map((one) => ({ CertificateArn: one.CertificateArn, IsDefault: false })),
        ],
      };
    },
  };
}
