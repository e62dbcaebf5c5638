import type { Providers } from '../provider';

/** AWS::S3 */
export const s3Providers: Providers = {
  'AWS::S3::Bucket': {
    replaceOn: ['BucketName'],
    create: async (properties, context) => {
      const Bucket = String(properties.BucketName ?? context.physicalName(63).toLowerCase());
      await context.call('s3', 'CreateBucket', { Bucket });
      return {
        physicalId: Bucket,
        attributes: {
          Arn: `arn:aws:s3:::${Bucket}`,
          DomainName: `${Bucket}.s3.amazonaws.com`,
          RegionalDomainName: `${Bucket}.s3.${context.cloud.region}.amazonaws.com`,
          WebsiteURL: `http://${Bucket}.s3-website-${context.cloud.region}.amazonaws.com`,
        },
      };
    },
    update: async () => undefined,
    delete: async ({ physicalId: Bucket }, _properties, context) => {
      await context.call('s3', 'DeleteBucket', { Bucket });
    },
  },
  'AWS::S3::BucketPolicy': {
    inert: true,
    create: (properties) => ({ physicalId: String(properties.Bucket), attributes: {} }),
    update: async () => undefined,
  },
};
