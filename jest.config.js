/** @type {import('jest').Config} */
export default {
  testMatch: ['<rootDir>/test/**/*.spec.ts', '<rootDir>/test/**/*.db-spec.ts', '<rootDir>/test/**/*.e2e-spec.ts'],
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  // Sources import './name.js', as Node needs it; the file is name.ts. A package's name.json.js is just that.
  moduleNameMapper: { '^(\\.{1,2}/.*)(?<!\\.json)\\.js$': '$1' },
  // dist holds compiled copies of the same modules.
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  // More than two gains nothing on two cores: the database works on the same ones.
  maxWorkers: 2,
  // Modules of a file that has run stay in memory (jestjs/jest#14605). With 3 GB of them a worker takes longer to end than
  // the half second that jest waits before it kills it and says so: a heap of that size alone takes 0.4 s to be given back.
  workerIdleMemoryLimit: '1GB',
  testTimeout: 60_000,
};
