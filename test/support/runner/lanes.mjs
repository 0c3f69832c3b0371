// Runs two lanes in parallel: tests that start and kill processes run one after the other in a process of their own, as
// they mostly wait; all others in as many processes as jest.config.js allows. The slowest start first.
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
    // A single file does not need a second process.
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

/** The duration of the last run, or else an estimate from the kind and the size of the file. */
function weightOf({ path, duration }) {
  return duration ?? statSync(path).size / (OVER_HTTP.test(path) || STARTS_PROCESSES.test(path) ? 1 : 20);
}
