// The order of the test files: the slowest first. Tests that start and kill processes mostly wait, so they are spread
// over the run as if one of three workers took them one after the other, while two take all others.
import TestSequencer from '@jest/test-sequencer';
import { kindOf } from '../../../scripts/test-kinds.mjs';
import { planned, weightOf } from './weights.mjs';

export default class SlowestFirst extends TestSequencer {
  sort(tests) {
    const slowest = tests
      .map((test) => ({ test, weight: weightOf(test.path, this.time(test)) }))
      .sort((a, b) => b.weight - a.weight);
    planned.clear();
    for (const { test, weight } of slowest) planned.set(test.path, weight);
    const waiting = slowest.filter(({ test }) => kindOf(test.path).mostlyWaits);
    const others = slowest.filter(({ test }) => !kindOf(test.path).mostlyWaits);
    return [...startsOf(waiting, 1), ...startsOf(others, 2)].sort((a, b) => a.at - b.at).map(({ test }) => test);
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
