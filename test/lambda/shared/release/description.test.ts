import { renderDescription } from '../../../../lambda/release-on-deploy/marks';
import { forPeople } from '../../../../lambda/shared/release/description';

const MARK = { version: '98686882', request: '815375ca', before: '12' };

test.each([
  [renderDescription('deploy of Shop', MARK), 'deploy of Shop'],
  [renderDescription('deploy of Shop', { ...MARK, before: undefined }), 'deploy of Shop'],
  [renderDescription('', MARK), undefined],
  ['hotfix [really]', 'hotfix [really]'],
  ['hotfix [committed 2026-11-26T10:00:00Z]', 'hotfix [committed 2026-11-26T10:00:00Z]'],
  [undefined, undefined],
])('people read %s as %s', (description, expected) => {
  expect(forPeople(description)).toBe(expected);
});
