import { useEffect, useState } from 'react';
import { serverTime } from '../live/server-time.js';
import { soonTime } from '../parts/times.js';
import { useMe } from '../session/me.js';
import { CountdownText } from './countdown-text.js';
import { type Band, nextClockOf, type PromisedClock, type Timed, type Urgency, urgencyOfClock } from './urgency.js';

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
function useUrgency(clock: Timed | null): Urgency {
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

export function ClockChip({ clock }: { clock: Timed | null }) {
  const { timeZone } = useMe();
  const { band, dueAt } = useUrgency(clock);
  return (
    <span className={`chip is-${band}`}>
      <span aria-hidden="true" className="shape">
        {SHAPES[band]}
      </span>
      <span className="word">{WORDS[band]}</span>
      {band === 'asleep' && clock?.resumesAt !== undefined && (
        <span className="left">goes on {soonTime(clock.resumesAt, timeZone, serverTime.now())}</span>
      )}
      {dueAt !== null && band !== 'asleep' && (
        <span className="left">
          <CountdownText dueAt={dueAt} />
        </span>
      )}
    </span>
  );
}
