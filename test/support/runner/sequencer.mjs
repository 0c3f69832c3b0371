// The order of the test files: the slowest first. Tests that start and kill processes mostly wait, so they are spread
// over the run as if one of three workers took them one after the other, while two take all others.
import { statSync } from 'node:fs';
import TestSequencer from '@jest/test-sequencer';

/** What is known of files that have not run yet: milliseconds per byte, measured on two cores. */
const PACES = [
  { names: /\.process-spec\.ts$/, msPerByte: 3.3 },
  { names: /\.(e2e|db)-spec\.ts$/, msPerByte: 0.5 },
  { names: /\.ts$/, msPerByte: 0.06 },
];
const STARTS_PROCESSES = PACES[0].names;

export default class SlowestFirst extends TestSequencer {
  sort(tests) {
    const slowest = tests
      .map((test) => ({ test, weight: this.time(test) ?? estimateOf(test.path) }))
      .sort((a, b) => b.weight - a.weight);
    const processes = slowest.filter(({ test }) => STARTS_PROCESSES.test(test.path));
    const others = slowest.filter(({ test }) => !STARTS_PROCESSES.test(test.path));
    return [...startsOf(processes, 1), ...startsOf(others, 2)].sort((a, b) => a.at - b.at).map(({ test }) => test);
  }
}

/** When each of the files would start if so many workers had nothing else to do. */
function startsOf(files, workers) {
  let before = 0;
  return files.map(({ test, weight }) => {
    const at = before / workers;
    before += weight;
    return { test, at };
  });
}

function estimateOf(path) {
  return statSync(path).size * PACES.find(({ names }) => names.test(path)).msPerByte;
}
