import * as fs from 'node:fs';
import { handlerCode } from '../../../lib/private/handler-code';

jest.mock('node:fs', () => ({ ...jest.requireActual('node:fs'), existsSync: jest.fn() }));

const real: typeof fs = jest.requireActual('node:fs');

test('a missing bundle says which command makes it', () => {
  jest.mocked(fs.existsSync).mockImplementation((file) => real.existsSync(file) && !`${file}`.endsWith('index.js'));

  expect(() => handlerCode('smoke-test')).toThrow(
    /no bundle for handler 'smoke-test' at .*smoke-test; run 'npm run build' first/,
  );
});
