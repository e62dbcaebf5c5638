import { CODE_DEPLOY, type Edit, findingsAfter } from '../findings';

const TARGET_GROUP = 'ElasticLoadBalancingV2::TargetGroup';

function onBoth(edit: Edit): string[] {
  return findingsAfter(CODE_DEPLOY, TARGET_GROUP, edit);
}

test('nothing is said of a careful app', () => {
  expect(findingsAfter(CODE_DEPLOY)).toEqual([]);
});

test('BG001: the load balancer asks another path than the container itself', () => {
  const found = onBoth((properties) => {
    properties.HealthCheckPath = '/';
  });

  expect(found).toEqual([
    "BG001 target group 'Plain/Blue' asks '/', but the health check of container 'web' asks '/health'",
    "BG001 target group 'Plain/Green' asks '/', but the health check of container 'web' asks '/health'",
  ]);
});

test.each([
  [['CMD-SHELL', 'pgrep node']],
  [['CMD', 'curl', 'http://example.com/']],
  [['CMD', 'wget', 'http://127.0.0.1:9090/ready']],
])('BG001: a container that checks something else says nothing: %p', (command) => {
  const found = findingsAfter(CODE_DEPLOY, 'ECS::TaskDefinition', (properties) => {
    properties.ContainerDefinitions[0].HealthCheck.Command = command;
  });

  expect(found).toEqual([]);
});

test('BG002: a port that no container maps', () => {
  const found = onBoth((properties) => {
    properties.HealthCheckPort = '9000';
  });

  expect(found).toContain(
    "BG002 target group 'Plain/Blue' is asked on port 9000, which no container of 'Plain/Task' maps (8080)",
  );
});

test('BG002: a mapped port is fine', () => {
  const found = onBoth((properties) => {
    properties.HealthCheckPort = 8080;
  });

  expect(found).toEqual([]);
});

test('BG003: HTTPS is not answered where HTTP is served', () => {
  const found = onBoth((properties) => {
    properties.HealthCheckProtocol = 'HTTPS';
  });

  expect(found).toEqual([
    "BG003 target group 'Plain/Blue' is asked by HTTPS on the port that it serves HTTP on",
    "BG003 target group 'Plain/Green' is asked by HTTPS on the port that it serves HTTP on",
  ]);
});

test('BG003: HTTP is what ELB asks by when a group of HTTPS says nothing', () => {
  const found = onBoth((properties) => {
    properties.Protocol = 'HTTPS';
  });

  expect(found).toContain("BG003 target group 'Plain/Blue' is asked by HTTP on the port that it serves HTTPS on");
});

test('BG003: a port that is mapped for UDP', () => {
  const found = findingsAfter(CODE_DEPLOY, 'ECS::TaskDefinition', (properties) => {
    properties.ContainerDefinitions[0].PortMappings[0].Protocol = 'udp';
  });

  expect(found).toContain("BG003 target group 'Plain/Blue' speaks HTTP, but container 'web' maps port 8080 for UDP");
});

test('BG005: colours that are judged differently', () => {
  const found = onBoth((properties, logicalId) => {
    if (logicalId.startsWith('Green')) properties.HealthCheckIntervalSeconds = 5;
  });

  expect(found).toEqual(["BG005 'Plain/Blue' and 'Plain/Green' differ in HealthCheckIntervalSeconds"]);
});
