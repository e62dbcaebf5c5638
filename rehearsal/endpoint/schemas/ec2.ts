/**
 * The operations of EC2 that the local AWS has. By name, because the bundler then leaves out the client and its 700
 * commands: 0.3 MB of the CLI.
 */
export {
  CreateLaunchTemplate$,
  CreateLaunchTemplateVersion$,
  DeleteLaunchTemplate$,
  DescribeAvailabilityZones$,
  DescribeInstanceStatus$,
  DescribeInstances$,
  DescribeLaunchTemplates$,
  DescribeLaunchTemplateVersions$,
  DescribeNetworkInterfaces$,
  DescribeSecurityGroups$,
  DescribeSubnets$,
  DescribeVpcs$,
  ModifyLaunchTemplate$,
  RunInstances$,
  StartInstances$,
  StopInstances$,
  TerminateInstances$,
} from '@aws-sdk/client-ec2';
