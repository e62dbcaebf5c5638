/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  globalSetup: '<rootDir>/test/fixtures/temporary-folder.js',
  globalTeardown: '<rootDir>/test/fixtures/remove-temporary-folder.js',
  transform: {
    '\\.[cm]?[jt]s$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript', decorators: false } }, module: { type: 'commonjs' } },
    ],
  },
  // These packages are published as ES modules only; the CommonJS runtime of jest needs them translated.
  transformIgnorePatterns: ['/node_modules/(?!(httpxy|log-update|echarts|zrender)/)', '/dist/'],
  // Ends what hangs, and judges no speed: a machine under load takes many times as long.
  testTimeout: 300_000,
  maxWorkers: 2,
};
