import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { get, type Schemas, TouchlineProblem } from '../api/api.js';
import type { Deal } from '../deals/deal-words.js';
import { useDealsOfLead } from '../deals/use-deals.js';
import { useInboxStore, useLeadAnew } from '../inbox/use-inbox.js';
import { serverTime } from '../live/server-time.js';
import { Unread, useTitle } from '../parts/states.js';
import type { Entry } from '../parts/story.js';
import { Timeline } from '../parts/timeline.js';
import { useNames } from '../parts/use-names.js';
import { useMe } from '../session/me.js';
import { useLeadActions, whoHas } from './actions.js';
import { LeadDialogs, type LeadSheet, type OpenSheet } from './dialogs.js';
import { banInWords, bansOf } from './forbidden.js';
import { useLeadKeys } from './lead-keys.js';
import { LeadPanel } from './lead-panel.js';
import { mayWorkOn, nameOf } from './person.js';

const REFRESH_MS = 15_000;
const NOT_YOURS = 'There is no such lead, or it belongs to somebody else now.';

export function LeadPage({ id = '' }: { readonly id?: string }) {
  const me = useMe();
  const store = useInboxStore(me.repId);
  useLeadAnew(store, id);
  const actions = useLeadActions(store);
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
  const deals = useDealsOfLead(id);
  const openSheet = (kind: LeadSheet) => lead !== undefined && setSheet({ kind, lead });
  const hasLeft = error instanceof TouchlineProblem && error.status === 404;
  const mayAct = lead?.status === 'open' && !hasLeft && mayWorkOn(lead, me);
  useLeadKeys(mayAct ? { lead, actions, onSheet: openSheet } : null);
  if (lead === undefined) return <Unread error={error} onRetry={refetch} notYours={NOT_YOURS} />;
  return (
    <div className="page story">
      {hasLeft ? (
        <Left lead={lead} />
      ) : (
        <>
          <Back className="back" />
          <LeadPanel lead={lead} deals={deals} actions={actions} onSheet={openSheet} />
          <Timeline
            of={['lead', id]}
            read={(query) => get('/v1/leads/{id}/timeline', { path: { id }, query })}
            everyMs={REFRESH_MS}
            also={[...deals.flatMap(storyOf), ...suppressionOf(lead)]}
          />
        </>
      )}
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

/** What happened to a deal of the lead: the lead's own story does not tell it. */
function storyOf({ id, name, createdAt, wonAt, lostAt }: Deal): Entry[] {
  const milestones = [
    ['was made from it', createdAt],
    ['was won', wonAt],
    ['was lost', lostAt],
  ] as const;
  return milestones.flatMap(([what, at]) =>
    at === null ? [] : [{ id: `${id} ${what}`, occurredAt: at, text: `The deal “${name}” ${what}.` }],
  );
}

/** The suppression is no event of the lead, which stays as it is. One from before the lead is no part of its story. */
function suppressionOf(lead: Schemas['Lead']): Entry[] {
  return bansOf(lead, serverTime.now()).flatMap(({ since, ...ban }) =>
    since === null || since < lead.receivedAt ? [] : [{ id: 'suppression', occurredAt: since, text: banInWords(ban) }],
  );
}

/** In place of a lead that the user could see a moment ago. */
function Left({ lead }: { lead: Schemas['Lead'] }) {
  const { repId } = useMe();
  const nameOfRep = useNames();
  const { ownerId } = lead;
  return (
    <section>
      <h1>{nameOf(lead)}</h1>
      <p>
        {ownerId === repId ? 'It belongs to somebody else now.' : whoHas(ownerId === null ? null : nameOfRep(ownerId))}
      </p>
      <Back />
    </section>
  );
}

function Back({ className }: { className?: string }) {
  const { repId } = useMe();
  return (
    <p className={className}>
      {repId === null ? <Link href="/leads">Back to the leads</Link> : <Link href="/inbox">Back to the inbox</Link>}
    </p>
  );
}
