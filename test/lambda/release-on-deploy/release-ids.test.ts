import { markOf, readMark, renderDescription } from '../../../lambda/release-on-deploy/marks';
import { idOf, readId } from '../../../lambda/release-on-deploy/release-ids';

const request = { requestId: '5b1e7f0c-8f35-4a6a-9a3e-3f6f7d0a1b2c' };
const mark = markOf(request, 'shop:2');

describe('what a release is recognised by', () => {
  test('is read from the end of a deployment, whatever stands before it', () => {
    const written = renderDescription('deploy of Shop [of today]', { ...mark, before: '12' });
    expect(written).toMatch(/^deploy of Shop \[of today\] \[\w{8} 5b1e7f0c 12\]$/);
    expect(readMark(written)).toEqual({ ...mark, before: '12' });
    expect(readMark(renderDescription('deploy', mark))).toEqual({ ...mark, before: undefined });
  });

  test('has room in what CodeDeploy takes for a description, however long the name of the stack is', () => {
    const written = renderDescription(`deploy of ${'S'.repeat(128)}`, { ...mark, before: '123456' });
    expect(written).toHaveLength(100);
    expect(readMark(written)).toEqual({ ...mark, before: '123456' });
  });

  test.each(['', 'a release of mine', 'done [committed 2026-11-26T10:00:00Z]'])('is not in %j', (description) => {
    expect(readMark(description)).toBeUndefined();
  });

  test('tells versions apart', () => {
    expect(markOf(request, 'shop:3').version).not.toBe(mark.version);
  });

  test('is read from the id of an execution, which sorts by its time', () => {
    const id = idOf(mark, new Date('2026-11-26T10:11:12.345Z'));
    expect(id).toMatch(/^20261126T101112Z-\w{8}-5b1e7f0c$/);
    expect(readId(id)).toEqual(mark);
    expect(id < idOf(mark, new Date('2026-11-26T10:11:13Z'))).toBe(true);
  });

  test.each(['20261126T101112Z-1a2b', 'r-1', ''])('is not in the id %j of a release that people have started', (id) => {
    expect(readId(id)).toBeUndefined();
  });
});
