import type { Existing, Properties, ProviderContext, Providers, ResourceProvider } from '../provider';

/** A type that has ids and attributes as AWS makes them, and nothing behind them. */
function known(
  make: (properties: Properties, context: ProviderContext) => Existing,
  replaceOn?: string[],
): ResourceProvider {
  return { inert: true, seconds: 0.2, create: make, update: async () => undefined, replaceOn };
}

/** Known only by an id of its own: `vpc-0123456789abcdef0`. */
function withId(prefix: string, attribute?: string): ResourceProvider {
  return known((_properties, context) => {
    const id = `${prefix}-${context.randomId(17)}`;
    return { physicalId: id, attributes: attribute ? { [attribute]: id } : {} };
  });
}

/** AWS::EC2: the network around a service, as far as other resources refer to it. */
const network: Providers = {
  'AWS::EC2::VPC': known(
    ({ CidrBlock }, context) => {
      const id = `vpc-${context.randomId(17)}`;
      const attributes = {
        VpcId: id,
        CidrBlock,
        CidrBlockAssociations: [],
        Ipv6CidrBlocks: [],
        DefaultSecurityGroup: `sg-${context.randomId(17)}`,
        DefaultNetworkAcl: `acl-${context.randomId(17)}`,
      };
      return { physicalId: id, attributes };
    },
    ['CidrBlock'],
  ),
  'AWS::EC2::Subnet': known(
    ({ CidrBlock, AvailabilityZone, VpcId }, context) => {
      const id = `subnet-${context.randomId(17)}`;
      const zone = AvailabilityZone ?? `${context.cloud.region}a`;
      const attributes = { SubnetId: id, CidrBlock, AvailabilityZone: zone, VpcId, Ipv6CidrBlocks: [] };
      return {
        physicalId: id,
        attributes: { ...attributes, NetworkAclAssociationId: `aclassoc-${context.randomId(17)}` },
      };
    },
    ['CidrBlock', 'AvailabilityZone', 'VpcId'],
  ),
  'AWS::EC2::SecurityGroup': known(
    ({ VpcId }, context) => {
      const id = `sg-${context.randomId(17)}`;
      return { physicalId: id, attributes: { GroupId: id, Id: id, VpcId } };
    },
    ['GroupName', 'GroupDescription', 'VpcId'],
  ),
  'AWS::EC2::SecurityGroupIngress': withId('sgr', 'Id'),
  'AWS::EC2::SecurityGroupEgress': withId('sgr', 'Id'),
  'AWS::EC2::RouteTable': withId('rtb', 'RouteTableId'),
  'AWS::EC2::Route': withId('rtb-route'),
  'AWS::EC2::SubnetRouteTableAssociation': withId('rtbassoc', 'Id'),
  'AWS::EC2::InternetGateway': withId('igw', 'InternetGatewayId'),
  'AWS::EC2::VPCGatewayAttachment': withId('igw-attach'),
  'AWS::EC2::NatGateway': withId('nat', 'NatGatewayId'),
  'AWS::EC2::VPCEndpoint': withId('vpce', 'Id'),
  'AWS::EC2::NetworkAcl': withId('acl', 'Id'),
  'AWS::EC2::FlowLog': withId('fl', 'Id'),
  'AWS::EC2::EIP': known((_properties, context) => {
    const address = `198.51.100.${(Number.parseInt(context.randomId(4), 16) % 254) + 1}`;
    const attributes = { AllocationId: `eipalloc-${context.randomId(17)}`, PublicIp: address };
    return { physicalId: address, attributes };
  }),
};

/** Types of other services that releases touch only by name. */
export const knownInertProviders: Providers = {
  ...network,
  'AWS::CDK::Metadata': known((_properties, context) => ({ physicalId: context.randomId(32), attributes: {} })),
  'AWS::Logs::LogGroup': known(
    ({ LogGroupName }, context) => {
      const name = String(LogGroupName ?? context.physicalName());
      return { physicalId: name, attributes: { Arn: context.cloud.arn('logs', `log-group:${name}:*`) } };
    },
    ['LogGroupName'],
  ),
};
