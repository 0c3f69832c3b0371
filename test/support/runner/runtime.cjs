// Lets jest load test files with Node's loader, from the build of the tests. Jest's own loader loads all modules anew for
// every file, which took two thirds of a run (docs/adr/0059). Jest still does the scheduling, time limits and reports.
const asyncHooks = require('node:async_hooks');
const { join, relative } = require('node:path');
const { pathToFileURL } = require('node:url');
const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

const TESTS = Symbol.for('touchline.tests');
const mocker = new ModuleMocker(globalThis);
const TIME_LIMIT = Symbol.for('TEST_TIMEOUT_SYMBOL');

/**
 * Tells jest's framework which test is running. Tests run one after the other, so a variable is enough. With
 * AsyncLocalStorage, Node 20 would track every promise of the process: a fifth of the CPU time of a start (docs/adr/0059).
 */
class RunningTest {
  getStore() {
    return this.store;
  }

  async run(store, work) {
    const before = this.store;
    this.store = store;
    try {
      return await work();
    } finally {
      this.store = before;
    }
  }
}

module.exports = class NativeRuntime {
  constructor(config) {
    this.rootDir = config.rootDir;
    this.timers = new ModernFakeTimers({ config, global: globalThis });
    this.kept = [];
  }

  /** Jest's framework stores the tests of a file in its module and in globals, so both are created anew for each file. */
  requireInternalModule(path) {
    const before = new Set(Object.getOwnPropertySymbols(globalThis));
    delete require.cache[path];
    // Defined, not assigned: from Node 22 on the property is a getter.
    const nodes = Object.getOwnPropertyDescriptor(asyncHooks, 'AsyncLocalStorage');
    Object.defineProperty(asyncHooks, 'AsyncLocalStorage', { value: RunningTest, configurable: true });
    const framework = require(path);
    // Node keeps the modules that a module has required, also those that are no longer in the cache.
    module.children.length = 0;
    Object.defineProperty(asyncHooks, 'AsyncLocalStorage', nodes);
    this.kept = Object.getOwnPropertySymbols(globalThis).filter((symbol) => !before.has(symbol));
    return framework;
  }

  requireModule(path) {
    return require(path);
  }

  setGlobalsForRuntime(globals) {
    globalThis[TESTS] = {
      ...globals,
      jest: {
        fn: mocker.fn.bind(mocker),
        spyOn: mocker.spyOn.bind(mocker),
        restoreAllMocks: mocker.restoreAllMocks.bind(mocker),
        useFakeTimers: () => this.timers.useFakeTimers(),
        useRealTimers: () => this.timers.useRealTimers(),
        advanceTimersByTimeAsync: (ms) => this.timers.advanceTimersByTimeAsync(ms),
        setTimeout: (ms) => {
          globalThis[TIME_LIMIT] = ms;
        },
      },
    };
  }

  unstable_shouldLoadAsEsm(path) {
    return !path.endsWith('.cjs');
  }

  unstable_importModule(path) {
    const compiled = relative(this.rootDir, path).replace(/\.ts$/, '.js');
    return import(pathToFileURL(join(process.env.TEST_BUILD_TESTS, compiled)).href);
  }

  restoreAllMocks() {
    mocker.restoreAllMocks();
  }

  /** Removes the spies, fake timers, time limit and tests of the file. */
  teardown() {
    mocker.restoreAllMocks();
    this.timers.dispose();
    for (const symbol of [TESTS, TIME_LIMIT, ...this.kept]) Reflect.deleteProperty(globalThis, symbol);
  }

  enterTestCode() {}
  leaveTestCode() {}
  getSourceMaps() {
    return new Map();
  }
  getAllCoverageInfoCopy() {
    return undefined;
  }
};
