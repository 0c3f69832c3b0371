import { useEffect, useRef } from 'react';
import { serverTime } from '../live/server-time.js';
import { countdown, untilNextText } from './countdown.js';

/* One timer for the whole page writes the countdowns as text. React would re-render each row every second. */

const running = new Map<HTMLElement, number>();
let timer: ReturnType<typeof setTimeout> | undefined;

function tick(): void {
  clearTimeout(timer);
  if (running.size === 0) return;
  const now = serverTime.now();
  let nextMs = 60_000;
  for (const [element, dueAt] of running) {
    const leftMs = dueAt - now;
    const text = countdown(leftMs);
    if (element.textContent !== text) element.textContent = text;
    nextMs = Math.min(nextMs, untilNextText(leftMs));
  }
  timer = setTimeout(tick, nextMs);
}

/** A countdown that updates itself. @param dueAt milliseconds since 1970 */
export function CountdownText({ dueAt }: { dueAt: number }) {
  const element = useRef<HTMLTimeElement>(null);
  useEffect(() => {
    const own = element.current!;
    running.set(own, dueAt);
    tick();
    return () => {
      running.delete(own);
    };
  }, [dueAt]);
  return <time ref={element} role="timer" dateTime={new Date(dueAt).toISOString()} />;
}
