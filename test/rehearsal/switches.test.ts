import { type Switch, Switches } from '../../rehearsal/switches';

const KNOWN: Switch[] = [
  { name: 'rollback-hooks', question: 'are hooks asked on the way back?', values: ['no', 'yes'], default: 'no' },
];

describe('switches', () => {
  test('have their default until chosen otherwise', () => {
    expect(new Switches(KNOWN).value('rollback-hooks')).toBe('no');
    expect(new Switches(KNOWN, { 'rollback-hooks': 'yes' }).is('rollback-hooks', 'yes')).toBe(true);
  });

  test('remember which of them were asked', () => {
    const switches = new Switches(KNOWN);
    expect(switches.mattered).toEqual([]);

    switches.value('rollback-hooks');

    expect(switches.mattered).toEqual([{ name: 'rollback-hooks', value: 'no', question: KNOWN[0].question }]);
  });

  test('fails on a name or a value that is not known', () => {
    expect(() => new Switches(KNOWN, { hooks: 'yes' })).toThrow(
      "there is no switch 'hooks'; there are: rollback-hooks",
    );
    expect(() => new Switches(KNOWN, { 'rollback-hooks': 'maybe' })).toThrow("must be one of no, yes, got 'maybe'");
  });
});
