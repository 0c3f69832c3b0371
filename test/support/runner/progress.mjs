// Reports a run: what fails, as it fails, and once a minute in one line how far the run is. Files that pass get no line,
// unless few are run.
import { DefaultReporter } from '@jest/reporters';
import { progressLine } from './progress-line.mjs';
import { planned } from './weights.mjs';

const FEW_FILES = 20;
const EVERY_MS = 60_000;

export default class Progress extends DefaultReporter {
  startedMs = performance.now();
  toldMs = performance.now();
  files = 0;
  weight = 0;

  onTestResult(test, result, run) {
    this.files += 1;
    this.weight += planned.get(test.path) ?? 0;
    super.onTestResult(test, result, run);
    const nowMs = performance.now();
    if (planned.size <= FEW_FILES || this.files === planned.size || nowMs - this.toldMs < EVERY_MS) return;
    this.toldMs = nowMs;
    const { files, weight } = this;
    const all = [...planned.values()].reduce((sum, each) => sum + each, 0);
    const elapsedMs = nowMs - this.startedMs;
    this.log(
      progressLine({ files, ofFiles: planned.size, failed: run.numFailedTests, elapsedMs, share: weight / all }),
    );
  }

  printTestFileHeader(path, config, result) {
    const hasSomethingToSay = result.failureMessage != null || result.console?.length > 0;
    if (hasSomethingToSay || planned.size <= FEW_FILES) super.printTestFileHeader(path, config, result);
  }
}
