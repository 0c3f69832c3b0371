import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { get, type Schemas } from '../../api/api.js';
import { Dialog } from '../../parts/dialog.js';
import { Fact } from '../../parts/fact.js';
import { Paged } from '../../parts/paged.js';
import { ErrorState } from '../../parts/states.js';
import { shortDateTime } from '../../parts/times.js';
import { usePages } from '../../parts/use-pages.js';
import { counted, titled } from '../../parts/words.js';
import { useMe } from '../../session/me.js';
import type { AsideProps } from '../asides.js';
import { isSilent } from './silent.js';
import { Stopping } from './stopping.js';

const LOOK_MS = 10_000;

/** What the platform was told in the last 30 days, and what was withheld from it and why. */
export function DestinationNow({ id, draft }: AsideProps) {
  const { timeZone } = useMe();
  const { data, error } = useQuery({
    queryKey: ['destination', id, 'health'],
    queryFn: () => get('/v1/feedback/destinations/{id}/health', { path: { id: id! } }),
    enabled: id !== null,
    refetchInterval: LOOK_MS,
  });
  const silent = isSilent(draft) && <p className="held">Nothing is sent, as no rule says what. Add a rule.</p>;
  if (id === null) return silent && <section className="aside">{silent}</section>;
  if (data === undefined) return error && <ErrorState error={error} />;
  const { backlog, failed, shadow } = data;
  // Nothing before its start is sent.
  const since = [data.since, String(draft.startAt ?? '')].sort().at(-1)!;
  return (
    <section className="aside" aria-labelledby="destination-title">
      <h2 id="destination-title">Since {shortDateTime(since, timeZone)}</h2>
      {silent}
      <Stopping id={id} />
      {shadow && <p>It is in shadow: nothing leaves, and these figures say what would have.</p>}
      <dl className="facts">
        <Fact name="Accepted">{data.accepted}</Fact>
        <Fact name="Last">{data.lastAcceptedAt && shortDateTime(data.lastAcceptedAt, timeZone)}</Fact>
        <Fact name="To be sent">{backlog.pending + backlog.leased}</Fact>
        <Fact name="Rejected">{failed.map(({ name, count }) => `${count} by code ${name}`).join(', ')}</Fact>
        <Fact name="Expired">{data.expired > 0 && data.expired}</Fact>
      </dl>
      <Waiting waiting={backlog.waiting} />
      <Withheld id={id} withheld={data.withheld} />
    </section>
  );
}

function Waiting({ waiting }: { waiting: Schemas['FeedbackHealth']['backlog']['waiting'] }) {
  if (waiting.length === 0) return null;
  return (
    <>
      <h3>Waiting</h3>
      <ul className="lines">
        {waiting.map(({ name, why, count }) => (
          <li key={name}>
            {count}: {why}
          </li>
        ))}
      </ul>
    </>
  );
}

interface WithheldProps {
  readonly id: string;
  readonly withheld: Schemas['FeedbackHealth']['withheld'];
}

function Withheld({ id, withheld }: WithheldProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <h3>Withheld</h3>
      {withheld.length === 0 && <p>Nothing was withheld.</p>}
      <ul className="lines">
        {withheld.map(({ name, why, count }) => (
          <li key={name}>
            <strong>{count}</strong> {why}
          </li>
        ))}
      </ul>
      {withheld.length > 0 && (
        <p>
          <button type="button" onClick={() => setOpen(true)}>
            Show the leads
          </button>
        </p>
      )}
      {isOpen && <WithheldDialog id={id} onClose={() => setOpen(false)} />}
    </>
  );
}

function WithheldDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { timeZone } = useMe();
  const pages = usePages(['destination', id, 'withheld'], (page) =>
    get('/v1/feedback/destinations/{id}/items', { path: { id }, query: { state: 'withheld', limit: 50, ...page } }),
  );
  return (
    <Dialog
      title={`Withheld${pages.rows === undefined ? '' : `: ${counted(pages.rows.length, 'item')} shown`}`}
      onClose={onClose}
    >
      <Paged pages={pages} empty="Nothing was withheld.">
        {(items) => (
          <ul className="lines">
            {items.map(({ id: itemId, leadId, stage, eventAt, why }) => (
              <li key={itemId}>
                <span>
                  {titled(stage)}, {shortDateTime(eventAt, timeZone)}: {why}
                </span>
                <Link href={`/leads/${leadId}`}>Open the lead</Link>
              </li>
            ))}
          </ul>
        )}
      </Paged>
    </Dialog>
  );
}
