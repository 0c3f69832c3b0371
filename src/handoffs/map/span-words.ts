import { counted } from '../../platform/values/words.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Returns a span in two units at most: `1 minute` (the least that is not nothing), `3 hours 20 minutes`, `2 days
 * 5 hours`; `0 minutes` of work is what happened outside working hours. @param isWork uses no days, as a working day has
 * no fixed length
 */
export function spanInWords(seconds: number, isWork = false): string {
  const minutes = seconds === 0 ? 0 : Math.max(1, Math.round(seconds / MINUTE));
  if (minutes < 60) return counted(minutes, 'minute');
  if (isWork || seconds < DAY) return both(minutes, HOUR / MINUTE, 'hour', 'minute');
  return both(Math.round(seconds / HOUR), DAY / HOUR, 'day', 'hour');
}

function both(value: number, size: number, large: string, small: string): string {
  const rest = value % size;
  const whole = counted(Math.floor(value / size), large);
  return rest === 0 ? whole : `${whole} ${counted(rest, small)}`;
}

/** Returns `once`, `twice`, `3 times`. */
export function timesInWords(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;
}
