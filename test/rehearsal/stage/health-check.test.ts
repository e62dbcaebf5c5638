import type { ProbeResult } from '../../../rehearsal/ports';
import { afterProbe, type HealthCheck, matches, REGISTERED } from '../../../rehearsal/stage/health-check';

const CHECK: HealthCheck = {
  protocol: 'HTTP',
  path: '/health',
  intervalSeconds: 10,
  timeoutSeconds: 5,
  healthyThreshold: 3,
  unhealthyThreshold: 2,
  matcher: '200',
};

const RESULTS: Record<string, ProbeResult> = {
  '+': { status: 200 },
  '-': { status: 500 },
  t: { error: 'timeout' },
  r: { error: 'refused' },
};

/** The health after the given checks, one letter each. */
function after(checks: string) {
  return [...checks].reduce(
    (health, letter) => afterProbe(health, RESULTS[letter] ?? { status: 0 }, CHECK),
    REGISTERED,
  );
}

test.each([
  ['', 'initial', 'Elb.RegistrationInProgress'],
  ['+', 'healthy', undefined],
  ['-', 'initial', 'Elb.InitialHealthChecking'],
  ['-+', 'healthy', undefined],
  ['--', 'unhealthy', 'Target.ResponseCodeMismatch'],
  ['-t', 'unhealthy', 'Target.Timeout'],
  ['rr', 'unhealthy', 'Target.FailedHealthChecks'],
  ['+-', 'healthy', undefined],
  ['+-+-', 'healthy', undefined],
  ['+--', 'unhealthy', 'Target.ResponseCodeMismatch'],
  ['--+', 'unhealthy', 'Target.ResponseCodeMismatch'],
  ['--++', 'unhealthy', 'Target.ResponseCodeMismatch'],
  ['--++t++', 'unhealthy', 'Target.Timeout'],
  ['--+++', 'healthy', undefined],
  ['--+++-', 'healthy', undefined],
])('after the checks "%s" a target is %s (%s)', (checks, state, reason) => {
  expect(after(checks)).toMatchObject({ state, ...(reason && { reason }) });
  if (!reason) expect(after(checks)).not.toHaveProperty('reason');
});

test('a mismatch names the code', () => {
  expect(after('--').description).toBe('Health checks failed with these codes: [500]');
});

test.each([
  ['200', 200, true],
  ['200', 201, false],
  ['200,202', 202, true],
  ['200,202', 201, false],
  ['200-299', 250, true],
  ['200-299', 300, false],
  ['200-204, 301', 301, true],
])('the matcher %s on %d says %p', (matcher, status, expected) => {
  expect(matches(matcher, status)).toBe(expected);
});

test.each(['', '2xx', '200-', '200;201'])('the matcher "%s" is refused', (matcher) => {
  expect(() => matches(matcher, 200)).toThrow(`health-check matcher '${matcher}' is not a list of codes`);
});
