import { useEffect, useRef, useState } from 'react';
import { serverTime } from '../live/server-time.js';
import { soonTime } from '../parts/times.js';
import { useMe } from '../session/me.js';
import { countdown, untilNextText } from './countdown.js';
import {
  type Band,
  nextClockOf,
  type PromisedClock,
  type TimedClock,
  type Urgency,
  urgencyOfClock,
} from './urgency.js';

/** Shapes, because not everyone can tell the colours apart. */
const SHAPES: Readonly<Record<Band, string>> = {
  missed: '⬣',
  now: '▲',
  soon: '◐',
  inTime: '○',
  asleep: '☾',
  none: '·',
};

const WORDS: Readonly<Record<Band, string>> = {
  missed: 'late',
  now: 'now',
  soon: 'soon',
  inTime: 'in time',
  asleep: 'waits',
  none: 'nothing due',
};

/** Returns the urgency of a clock, and re-renders when it changes. */
function useUrgency(clock: TimedClock | null): Urgency {
  const [, again] = useState(0);
  const urgency = urgencyOfClock(clock, serverTime.now());
  const { changesAt } = urgency;
  useEffect(() => {
    if (changesAt === null) return;
    // `setTimeout` cannot wait longer than 2^31-1 ms, about 24 days.
    const waitMs = Math.min(Math.max(0, changesAt - serverTime.now()), 2 ** 31 - 1);
    const timer = setTimeout(() => again((times) => times + 1), waitMs + 1);
    return () => clearTimeout(timer);
  }, [changesAt]);
  return urgency;
}

export function UrgencyChip({ lead }: { lead: PromisedClock }) {
  return <ClockChip clock={nextClockOf(lead)} />;
}

export function ClockChip({ clock }: { clock: TimedClock | null }) {
  const { timeZone } = useMe();
  const { band, dueAt } = useUrgency(clock);
  return (
    <span className={`chip is-${band}`}>
      <span aria-hidden="true" className="shape">
        {SHAPES[band]}
      </span>
      <span className="word">{WORDS[band]}</span>
      {band === 'asleep' && clock?.resumesAt !== undefined && (
        <span className="left">until {soonTime(clock.resumesAt, timeZone, serverTime.now())}</span>
      )}
      {dueAt !== null && band !== 'asleep' && (
        <span className="left">
          <CountdownText dueAt={dueAt} />
        </span>
      )}
    </span>
  );
}

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
function CountdownText({ dueAt }: { dueAt: number }) {
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
