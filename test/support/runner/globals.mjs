// Replaces `@jest/globals`. Jest makes these functions anew for every file, but modules that import them are loaded
// once for all files, so each call is forwarded to the function of the running file.

/** Set by runtime.cjs. */
const current = () => globalThis[Symbol.for('touchline.tests')];

const forwarded = (name) =>
  new Proxy(() => undefined, {
    apply: (_target, _receiver, given) => current()[name](...given),
    get: (_target, key) => current()[name][key],
  });

export const afterAll = forwarded('afterAll');
export const afterEach = forwarded('afterEach');
export const beforeAll = forwarded('beforeAll');
export const beforeEach = forwarded('beforeEach');
export const describe = forwarded('describe');
export const expect = forwarded('expect');
export const it = forwarded('it');
export const jest = forwarded('jest');
export const test = forwarded('test');
