import { useEffect, useRef, useState } from 'react';
import { type Band, urgencyOf } from '../clocks/urgency.js';
import { nameOf } from '../leads/person.js';
import { serverTime } from '../live/server-time.js';
import type { InboxStore } from './store.js';

const EVERY_MS = 10_000;
const AT_ONCE = 3;

/** Announces urgent leads to screen readers every ten seconds: due ones politely, missed ones assertively. */
export function Announcer({ store }: { store: InboxStore }) {
  const known = useRef(new Map<string, Band>());
  const [texts, setTexts] = useState({ polite: '', missed: '' });
  useEffect(() => {
    const look = () => {
      const now = serverTime.now();
      const crossed: Record<'now' | 'missed', string[]> = { now: [], missed: [] };
      const bands = new Map<string, Band>();
      for (const id of store.ids()) {
        const lead = store.lead(id);
        if (lead === null) continue;
        const { band } = urgencyOf(lead, now);
        bands.set(id, band);
        if ((band === 'now' || band === 'missed') && known.current.get(id) !== band) crossed[band].push(nameOf(lead));
      }
      known.current = bands;
      setTexts({ polite: listed(crossed.now, 'due now'), missed: listed(crossed.missed, 'late') });
    };
    const timer = setInterval(look, EVERY_MS);
    return () => clearInterval(timer);
  }, [store]);
  return (
    <>
      <p className="unseen" aria-live="polite">
        {texts.polite}
      </p>
      <p className="unseen" aria-live="assertive">
        {texts.missed}
      </p>
    </>
  );
}

function listed(names: readonly string[], what: string): string {
  if (names.length === 0) return '';
  const more = names.length > AT_ONCE ? ` and ${names.length - AT_ONCE} more` : '';
  return `${names.slice(0, AT_ONCE).join(', ')}${more}: ${what}`;
}
