import { type Candidate, programFor } from '../../rehearsal/programs';

const LIVE = 'arn:aws:ecs:us-east-1:123456789012:task-definition/orders:1';
const CANDIDATE: Candidate = { taskDefinitionArn: LIVE.replace(':1', ':2'), healthPath: '/health', isShifting: false };
const NEXT = LIVE.replace(/:1$/, ':2');
const FAULT = { errorShare: 0.1, fromShiftOn: true };

describe('the program of a task', () => {
  const candidate = { ...CANDIDATE, taskDefinitionArn: NEXT };

  test('live runs its command, without the fault', () => {
    expect(programFor({ live: 'run', candidate: 'run new' }, FAULT, LIVE, candidate)).toMatchObject({
      name: 'live',
      command: 'run',
      environment: { VERSION: '1' },
      fault: {},
    });
  });

  test('the candidate runs its own command, with the fault', () => {
    expect(programFor({ live: 'run', candidate: 'run new' }, FAULT, NEXT, candidate)).toMatchObject({
      name: 'candidate',
      command: 'run new',
      environment: { VERSION: '2' },
      fault: FAULT,
    });
  });

  test("the candidate runs live's command when it has none of its own", () => {
    expect(programFor({ live: 'run' }, {}, NEXT, candidate).command).toBe('run');
  });

  test('a fault that waits for the shift shows only then', () => {
    const program = programFor({ live: 'run' }, FAULT, NEXT, candidate);
    expect(program.isFaultOn()).toBe(false);

    candidate.isShifting = true;

    expect(program.isFaultOn()).toBe(true);
  });
});
