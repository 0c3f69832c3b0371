/**
 * The program of the thread in which expressions are evaluated, as a text: it is started from wherever the program is.
 * It evaluates one payload at a time, and says when it has loaded. `limits` are those of JSONata: milliseconds, levels of
 * calls, entries of a list; what took too long is reported as stopped. What they do not count, such as a regular expression without an end, ends with the thread.
 */
export const EXPRESSION_WORKER = `
const { parentPort, workerData } = require('node:worker_threads');
const jsonata = require(workerData.path);
const { limits, resultMax } = workerData;

async function evaluate(expression, payload) {
  try {
    const value = await jsonata(expression, limits).evaluate(payload);
    if (typeof value === 'function' || (value && value._jsonata_lambda)) return { failure: 'It is a function, not a value.' };
    const text = JSON.stringify(value);
    if (text === undefined) return {};
    if (text.length > resultMax) return { failure: 'Its value is longer than ' + resultMax + ' characters.' };
    return { value: JSON.parse(text) };
  } catch (error) {
    const failure = String((error && error.message) || error).slice(0, 300);
    return error && error.code === 'D1012' ? { failure, isStopped: true } : { failure };
  } finally {
    // JSONata evaluates the entries of a list side by side, and the first to fail leaves the others at work: they are
    // waited for, lest whoever comes next pays for them.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

parentPort.on('message', async ({ expressions, payload }) => {
  const results = [];
  // Each has the payload to itself: an expression may change what it is given.
  for (const expression of expressions) results.push(await evaluate(expression, JSON.parse(payload)));
  parentPort.postMessage(results);
});
parentPort.postMessage('ready');
`;
