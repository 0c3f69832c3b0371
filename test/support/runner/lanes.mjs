// Two lanes side by side: tests that start and kill processes one after the other in a process of their own, because
// they mostly wait; and all others in as many processes as jest.config.js allows. The slowest come first.
import { statSync } from 'node:fs';
import JestRunner from 'jest-runner';

const STARTS_PROCESSES = /\.process-spec\.ts$/;
const OVER_HTTP = /\.e2e-spec\.ts$/;

const TestRunner = JestRunner.default ?? JestRunner;

export default class Lanes extends TestRunner {
  constructor(globalConfig, context) {
    super(globalConfig, context);
    this.processes = new TestRunner({ ...globalConfig, maxWorkers: 1 }, context);
  }

  async runTests(tests, watcher, options) {
    const slowest = [...tests].sort((a, b) => weightOf(b) - weightOf(a));
    const [own, others] = [true, false].map((isOwn) =>
      slowest.filter(({ path }) => STARTS_PROCESSES.test(path) === isOwn),
    );
    // A single file is run without a second process.
    if (own.length === 0) return super.runTests(others, watcher, options);
    if (others.length === 0) return this.processes.runTests(own, watcher, options);
    await Promise.all([
      this.processes.runTests(own, watcher, { ...options, serial: false }),
      super.runTests(others, watcher, { ...options, serial: false }),
    ]);
  }

  on(event, listener) {
    const ends = [super.on(event, listener), this.processes.on(event, listener)];
    return () => {
      for (const end of ends) end();
    };
  }
}

/** Time that it took before, else what the kind and the size of the file let expect. */
function weightOf({ path, duration }) {
  return duration ?? statSync(path).size / (OVER_HTTP.test(path) || STARTS_PROCESSES.test(path) ? 1 : 20);
}
