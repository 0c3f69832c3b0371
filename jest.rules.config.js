import all from './jest.config.js';

/** The rules alone, which need nothing but themselves. @type {import('jest').Config} */
export default {
  ...all,
  testMatch: ['<rootDir>/test/**/*.spec.ts'],
  globalSetup: '<rootDir>/test/support/runner/rules-setup.mjs',
  globalTeardown: undefined,
};
