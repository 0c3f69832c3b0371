import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { get, TouchlineProblem } from '../api/api.js';
import { useRefusals } from '../parts/sending.js';
import { Unread, useTitle } from '../parts/states.js';
import { Timeline } from '../parts/timeline.js';
import { TouchDialog } from '../touches/touch-dialog.js';
import { DealPanel, type DealSheet } from './deal-panel.js';
import { DeliverDialog } from './deliver-dialog.js';
import { EditDialog } from './edit-dialog.js';
import { LoseDialog } from './lose-dialog.js';
import { ReopenDialog } from './reopen-dialog.js';
import { SoldForDialog } from './sold-for-dialog.js';
import { useDealActions } from './use-deal-actions.js';
import { WinDialog } from './win-dialog.js';

const REFRESH_MS = 15_000;
const NOT_YOURS = 'There is no such deal, or it belongs to somebody else now.';

export function DealPage({ id = '' }: { readonly id?: string }) {
  const [sheet, setSheet] = useState<DealSheet | null>(null);
  const actions = useDealActions(id);
  const refused = useRefusals();
  const {
    data: deal,
    error,
    refetch,
  } = useQuery({
    queryKey: ['deal', id],
    queryFn: () => get('/v1/deals/{id}', { path: { id } }),
    refetchInterval: REFRESH_MS,
  });
  useTitle(deal?.name ?? 'Deal');
  if (deal === undefined) return <Unread error={error} onRetry={refetch} notYours={NOT_YOURS} />;
  if (error instanceof TouchlineProblem && error.status === 404) return <Left name={deal.name} />;
  const about = { deal, actions, onClose: () => setSheet((now) => (now === sheet ? null : now)) };
  return (
    <div className="page story">
      <DealPanel deal={deal} actions={actions} onSheet={setSheet} />
      <Timeline
        of={['deal', id]}
        read={(query) => get('/v1/deals/{id}/timeline', { path: { id }, query })}
        everyMs={REFRESH_MS}
      />
      {sheet === 'talk' && (
        <TouchDialog
          kind="call"
          name={deal.name}
          log={(touch) => refused(actions.touch(touch))}
          onClose={about.onClose}
        />
      )}
      {sheet === 'edit' && <EditDialog {...about} />}
      {sheet === 'win' && <WinDialog {...about} />}
      {sheet === 'soldFor' && <SoldForDialog {...about} />}
      {sheet === 'lose' && <LoseDialog {...about} />}
      {sheet === 'deliver' && <DeliverDialog {...about} />}
      {sheet === 'reopen' && <ReopenDialog {...about} />}
    </div>
  );
}

/** In place of a deal that the user could see a moment ago. */
function Left({ name }: { name: string }) {
  return (
    <section className="page">
      <h1>{name}</h1>
      <p>It belongs to somebody else now.</p>
      <p>
        <Link href="/deals">Back to the deals</Link>
      </p>
    </section>
  );
}
