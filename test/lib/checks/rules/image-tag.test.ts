import { CODE_DEPLOY, findingsAfter } from '../findings';

function running(Image: unknown): string[] {
  return findingsAfter(CODE_DEPLOY, 'ECS::TaskDefinition', (properties) => {
    properties.ContainerDefinitions[0].Image = Image;
  });
}

const REPOSITORY = { 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Repository', 'Arn'] }] }] };

test.each([
  ['example/orders'],
  ['example/orders:latest'],
  ['registry.example:5000/orders'],
  [{ 'Fn::Join': ['', [REPOSITORY, ':latest']] }],
  [{ 'Fn::Sub': '${AWS::AccountId}.dkr.ecr.eu-west-1.amazonaws.com/orders:latest' }],
])('BG026: %j moves', (image) => {
  expect(running(image)).toEqual([expect.stringMatching(/^BG026 container 'web' runs '/)]);
});

test.each([
  ['example/orders:1.4.2'],
  ['registry.example:5000/orders:latest-stable'],
  ['example/orders@sha256:0123'],
  [{ 'Fn::Join': ['', [REPOSITORY, ':1.4.2']] }],
  [{ 'Fn::Join': ['', [REPOSITORY, ':', { Ref: 'Tag' }]] }],
  [{ Ref: 'Image' }],
])('BG026: %j does not', (image) => {
  expect(running(image)).toEqual([]);
});
