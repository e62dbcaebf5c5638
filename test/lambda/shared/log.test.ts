import { jsonLog } from '../../../lambda/shared/log';

describe('log', () => {
  test('writes one line of JSON per entry, line breaks inside of values too', () => {
    const lines: string[] = [];

    jsonLog({ handler: 'test' }, (line) => lines.push(line))({ event: 'step', reason: 'a\nb' });

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^[^\n]+\n$/);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', handler: 'test', event: 'step', reason: 'a\nb' });
  });
});
