import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { Route53Client } from '@aws-sdk/client-route-53';
import { AWS_CLIENT_OPTIONS } from '../shared/aws-client-options';
import { answering } from '../shared/release/questions';
import { watchingOf } from '../shared/release/watching';
import { httpProbe } from './probe';
import { dnsReplies } from './replies';

/** What the release machine of two weighted records asks. */
export const handler = answering('release-dns', () =>
  dnsReplies(
    process.env,
    {
      route53: new Route53Client(AWS_CLIENT_OPTIONS),
      cloudWatch: new CloudWatchClient(AWS_CLIENT_OPTIONS),
      probe: httpProbe,
    },
    watchingOf(process.env, 'release-dns'),
  ),
);
