const MS_PER_MINUTE = 60_000;
/** Before this share of the work is done, nothing is known of the pace. */
const KNOWN_FROM = 0.02;

/**
 * @param {{ files: number, ofFiles: number, failed: number, elapsedMs: number, share: number }} run
 * `share` of all work that is done, by which the rest is estimated: files take very different times
 */
export function progressLine({ files, ofFiles, failed, elapsedMs, share }) {
  const faults = failed === 0 ? [] : [`${failed} tests failed`];
  return [`${files} of ${ofFiles} files`, ...faults, ...timeLeft(elapsedMs, share)].join(', ');
}

function timeLeft(elapsedMs, share) {
  if (share < KNOWN_FROM) return [];
  const minutes = Math.ceil((elapsedMs * (1 - share)) / share / MS_PER_MINUTE);
  return [minutes <= 1 ? 'less than a minute left' : `about ${minutes} minutes left`];
}
