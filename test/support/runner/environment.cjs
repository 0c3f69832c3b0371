// Runs a test file in this process, without a context of its own, and restores what the file has changed.
const { createContext } = require('node:vm');

/** Never used, but jest accepts an environment only with a context. */
const UNUSED = createContext({});

module.exports = class ProcessEnvironment {
  global = globalThis;
  fakeTimers = null;
  fakeTimersModern = null;
  before = { console: globalThis.console, exit: process.exit, cwd: process.cwd(), env: { ...process.env } };

  getVmContext() {
    return UNUSED;
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  async setup() {}

  async teardown() {
    const { console, exit, cwd, env } = this.before;
    globalThis.console = console;
    process.exit = exit;
    process.chdir(cwd);
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
    Object.assign(process.env, env);
  }
};
