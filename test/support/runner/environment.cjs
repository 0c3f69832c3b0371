// The surroundings of a test file: this process as it is. What a file left changed in it is put back after the file.
const { createContext } = require('node:vm');

/** Nothing is run in it; jest asks for one before it takes an environment for such. */
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
