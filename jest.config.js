import { globsOf } from './scripts/test-kinds.mjs';

/** @type {import('jest').Config} */
export default {
  testMatch: globsOf('most'),
  reporters: ['<rootDir>/test/support/runner/progress.mjs', 'summary'],
  // Tests are compiled once, and loaded by Node itself: no module graph for each file (docs/adr/0059).
  globalSetup: '<rootDir>/test/support/runner/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/runner/global-teardown.mjs',
  testSequencer: '<rootDir>/test/support/runner/sequencer.mjs',
  runtime: '<rootDir>/test/support/runner/runtime.cjs',
  testEnvironment: '<rootDir>/test/support/runner/environment.cjs',
  transform: {},
  setupFiles: ['<rootDir>/test/support/runs.ts'],
  // dist holds compiled copies of the same modules.
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  // Three keep two cores busy: some of the tests mostly wait.
  maxWorkers: 3,
  // A process is replaced when it has grown beyond this.
  workerIdleMemoryLimit: '1500MB',
  // It says that a test hangs, not that the machine is slow.
  testTimeout: 600_000,
};
