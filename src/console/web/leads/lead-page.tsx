import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get } from '../api/api.js';
import { Unread, useTitle } from '../parts/states.js';
import { Timeline } from '../parts/timeline.js';
import { may, useMe } from '../session/me.js';
import { useLeadActions } from './actions.js';
import { LeadDialogs, type LeadSheet, type OpenSheet } from './dialogs.js';
import { useLeadKeys } from './lead-keys.js';
import { LeadPanel } from './lead-panel.js';
import { nameOf } from './person.js';

const REFRESH_MS = 15_000;
const NOT_YOURS = 'There is no such lead, or it belongs to somebody else now.';

export function LeadPage({ id = '' }: { readonly id?: string }) {
  const actions = useLeadActions();
  const [sheet, setSheet] = useState<OpenSheet | null>(null);
  const {
    data: lead,
    error,
    refetch,
  } = useQuery({
    queryKey: ['lead', id],
    queryFn: () => get('/v1/leads/{id}', { path: { id } }),
    refetchInterval: REFRESH_MS,
  });
  useTitle(lead === undefined ? 'Lead' : nameOf(lead));
  const openSheet = (kind: LeadSheet) => lead !== undefined && setSheet({ kind, lead });
  const mayAct = may(useMe(), 'rep', 'manager', 'integration') && lead?.status === 'open';
  useLeadKeys(mayAct ? { lead, actions, onSheet: openSheet } : null);
  if (lead === undefined) return <Unread error={error} onRetry={refetch} notYours={NOT_YOURS} />;
  return (
    <div className="page story">
      <LeadPanel lead={lead} actions={actions} onSheet={openSheet} />
      <Timeline
        of={['lead', id]}
        read={(query) => get('/v1/leads/{id}/timeline', { path: { id }, query })}
        everyMs={REFRESH_MS}
      />
      {sheet !== null && (
        <LeadDialogs
          sheet={sheet.kind}
          lead={sheet.lead}
          actions={actions}
          onClose={() => setSheet((now) => (now === sheet ? null : now))}
        />
      )}
    </div>
  );
}
