import { useState } from 'react';
import type { Schemas } from '../api/api.js';
import { ClockChip } from '../clocks/clock-chip.js';
import { ASKED, owedOf } from './clocks.js';
import { usePartyNames } from './use-party-names.js';
import { WordsDialog } from './words-dialog.js';

export function DeciderColumn({ handoff }: { handoff: Schemas['Handoff'] }) {
  const nameOf = usePartyNames();
  const [isTelling, setTelling] = useState(false);
  const { state, clocks, decision, role } = handoff;
  const owed = state === 'running' ? owedOf(clocks).filter(({ kind }) => kind === 'handoffDecision') : [];
  const mayDecide = role.may.includes('decide');
  if (owed.length === 0 && decision === null && !mayDecide) return null;
  return (
    <section aria-label="Who decides" className="column">
      <h2>Decides</h2>
      <ul className="lines">
        {owed.map((clock) => (
          <li key={clock.id}>
            {nameOf(clock.repId ?? null)} · {ASKED[clock.kind]} <ClockChip clock={clock} />
          </li>
        ))}
      </ul>
      {decision !== null && <p>Decided: {decision.note ?? 'the text was erased'}</p>}
      {mayDecide && (
        <p className="buttons">
          <button type="button" onClick={() => setTelling(true)}>
            Record the decision …
          </button>
        </p>
      )}
      {isTelling && <WordsDialog what="decide" handoff={handoff} onClose={() => setTelling(false)} />}
    </section>
  );
}
