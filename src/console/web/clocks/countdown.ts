const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Below this, seconds are shown. */
const BY_SECONDS = 10 * MINUTE;

/**
 * Formats the time left, in a fixed short form: `2 d 4 h`, `3 h 12`, `42 min`, `09:41`, and past the deadline `+02:10`.
 * Rounds up.
 * @param leftMs milliseconds until the deadline, negative past it
 */
export function countdown(leftMs: number): string {
  if (leftMs <= 0) return `+${elapsed(-leftMs)}`;
  if (leftMs < BY_SECONDS) return clockFace(Math.ceil(leftMs / SECOND));
  return byUnits(Math.ceil(leftMs / MINUTE) * MINUTE);
}

/** Returns the milliseconds until `countdown` returns another text. */
export function untilNextText(leftMs: number): number {
  if (leftMs <= 0) return -leftMs < BY_SECONDS ? rest(-leftMs, SECOND) : rest(-leftMs, MINUTE);
  const unit = leftMs <= BY_SECONDS ? SECOND : MINUTE;
  return leftMs % unit || unit;
}

const rest = (ms: number, unit: number) => unit - (ms % unit);

function elapsed(ms: number): string {
  return ms < BY_SECONDS ? clockFace(Math.floor(ms / SECOND)) : byUnits(Math.floor(ms / MINUTE) * MINUTE);
}

function clockFace(seconds: number): string {
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}

function byUnits(ms: number): string {
  if (ms >= DAY) return `${Math.floor(ms / DAY)} d ${Math.floor((ms % DAY) / HOUR)} h`;
  if (ms >= HOUR) return `${Math.floor(ms / HOUR)} h ${two(Math.floor((ms % HOUR) / MINUTE))}`;
  return `${ms / MINUTE} min`;
}

const two = (figure: number) => String(figure).padStart(2, '0');
