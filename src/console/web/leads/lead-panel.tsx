import { Link } from 'wouter';
import type { Schemas } from '../api/api.js';
import { UrgencyChip } from '../clocks/clock-chip.js';
import { PromiseList } from '../clocks/promise-list.js';
import { ASKED } from '../clocks/urgency.js';
import { type Deal, STAGES } from '../deals/deal-words.js';
import { Elsewhere } from '../parts/elsewhere.js';
import { Fact } from '../parts/fact.js';
import { useMinute } from '../parts/minute.js';
import { money } from '../parts/money.js';
import { shortDateTime } from '../parts/times.js';
import { useNames } from '../parts/use-names.js';
import { clockStateOf } from '../parts/words.js';
import { useMe } from '../session/me.js';
import type { LeadActions } from './actions.js';
import type { LeadSheet } from './dialogs.js';
import {
  DO_NOT_CONTACT,
  isToBeAccepted,
  localTimeOf,
  MILESTONES,
  mayBeDeclined,
  mayWorkOn,
  nameOf,
  suppressedBy,
} from './person.js';
import { reachedOf } from './reached.js';

type Lead = Schemas['Lead'];
type Issue = NonNullable<Lead['issues']>[number];

interface Props {
  readonly lead: Lead;
  readonly actions: LeadActions;
  readonly onSheet: (sheet: LeadSheet) => void;
  /** The deals made from it; not read beside a list. */
  readonly deals?: readonly Deal[];
  /** Shown beside a list: the name links to the page of the lead. */
  readonly isBeside?: boolean;
}

export function LeadPanel({ lead, actions, onSheet, deals = [], isBeside = false }: Props) {
  const Heading = isBeside ? 'h2' : 'h1';
  return (
    <aside className="panel" aria-label={nameOf(lead)}>
      <header>
        <Heading>{isBeside ? <Link href={`/leads/${lead.id}`}>{nameOf(lead)}</Link> : nameOf(lead)}</Heading>
        <UrgencyChip lead={lead} />
      </header>
      <Reach lead={lead} />
      <Elsewhere links={lead.links} />
      <Buttons lead={lead} actions={actions} onSheet={onSheet} />
      <AboutLead lead={lead} deals={deals} />
      <Clocks lead={lead} isBeside={isBeside} />
    </aside>
  );
}

/** The contact's phone, e-mail address and local time, and whether they may be called now. */
function Reach({ lead }: { lead: Lead }) {
  const { timeZone } = useMe();
  const { phone, email } = lead.contact as { phone?: string; email?: string };
  const now = useMinute() * 60_000;
  const localTime = localTimeOf(lead, now);
  const callableFrom = lead.callableFrom === null ? null : Date.parse(lead.callableFrom);
  const has = (issue: Issue) => lead.issues?.includes(issue) === true;
  return (
    <p className="reach">
      {phone && <a href={`tel:${phone}`}>{phone}</a>}
      {has('unreadablePhone') && <strong>This is not a complete phone number.</strong>}
      {email && <a href={`mailto:${email}`}>{email}</a>}
      {has('placeholderPhone') && <strong>This number is a placeholder.</strong>}
      {has('unreadableEmail') && <strong>This is not a valid e-mail address.</strong>}
      {has('placeholderEmail') && <strong>This address is a placeholder.</strong>}
      {has('noContact') && <strong>Nothing that was sent says how to reach the person.</strong>}
      {has('suppressedNumber') && <strong>Do not call or text: the number is suppressed.</strong>}
      {localTime !== null && <span>{localTime} there</span>}
      {callableFrom !== null && callableFrom > now + 60_000 && (
        <strong>not before {shortDateTime(lead.callableFrom!, timeZone)}</strong>
      )}
      {lead.suppression !== null && (
        <strong>
          {DO_NOT_CONTACT}: {suppressedBy(lead.suppression)}, since{' '}
          {shortDateTime(lead.suppression.createdAt, timeZone)}
        </strong>
      )}
    </p>
  );
}

function Buttons({ lead, actions, onSheet }: Pick<Props, 'lead' | 'actions' | 'onSheet'>) {
  const me = useMe();
  const { repId } = me;
  const why = (
    <button type="button" onClick={() => onSheet('why')}>
      {repId !== null && repId === lead.ownerId ? 'Why me?' : 'Why?'}
    </button>
  );
  if (!mayWorkOn(lead, me)) return <p className="buttons">{why}</p>;
  if (lead.status !== 'open') {
    return (
      <p className="buttons">
        {lead.erasedAt === undefined && (
          <button type="button" onClick={() => actions.reopen(lead, 'Opened in the console')}>
            Open again
          </button>
        )}
        {why}
      </p>
    );
  }
  if (lead.ownerId === null) {
    return (
      <p className="buttons">
        {repId !== null && lead.queue === null && (
          <button type="button" className="main" onClick={() => actions.claim(lead)}>
            Claim
          </button>
        )}
        <button type="button" onClick={() => onSheet('reassign')}>
          Give to …
        </button>
        {why}
      </p>
    );
  }
  return (
    <p className="buttons">
      {isToBeAccepted(lead) && (
        <button type="button" onClick={() => actions.acknowledge(lead)}>
          Accept
        </button>
      )}
      <button type="button" className="main" onClick={() => onSheet('call')}>
        Log a call
      </button>
      <button type="button" onClick={() => onSheet('email')}>
        Log an e-mail
      </button>
      <button type="button" onClick={() => onSheet('milestone')}>
        Qualified, won …
      </button>
      <button type="button" onClick={() => onSheet('deal')}>
        Create a deal …
      </button>
      <button type="button" onClick={() => onSheet('dispose')}>
        Close
      </button>
      {lead.pause?.kind === 'hand' ? (
        <button type="button" onClick={() => actions.resume(lead)}>
          Resume
        </button>
      ) : (
        <button type="button" onClick={() => onSheet('pause')}>
          Pause
        </button>
      )}
      {mayBeDeclined(lead) && (
        <button type="button" onClick={() => onSheet('decline')}>
          Give back
        </button>
      )}
      <button type="button" onClick={() => onSheet('reassign')}>
        Move
      </button>
      {why}
    </p>
  );
}

function AboutLead({ lead, deals }: { lead: Lead; deals: readonly Deal[] }) {
  const { timeZone } = useMe();
  const { company } = lead;
  const facts: (readonly [string, string | undefined])[] = [
    [
      'Company',
      [...new Set([company?.name, company?.domain, company?.country])].filter(Boolean).join(', ') || undefined,
    ],
    ['Wrote', lead.message],
    ['From', [lead.source, lead.campaign, lead.form].filter(Boolean).join(' · ')],
    ['Received', shortDateTime(lead.receivedAt, timeZone)],
    ...Object.entries(lead.attributes ?? {}).map(([name, value]) => [name, String(value)] as const),
    [
      'Closed',
      lead.disposition ? [lead.disposition.label, lead.disposition.note].filter(Boolean).join(': ') : undefined,
    ],
    ['Reached', reachedBy(lead, timeZone)],
    ['Paused', lead.pause?.reason ?? undefined],
  ];
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <Fact key={name} name={name}>
          {value}
        </Fact>
      ))}
      {deals.map(({ id, name, stage }) => (
        <Fact key={id} name="Deal">
          <Link href={`/deals/${id}`}>{name}</Link>, {STAGES[stage].toLowerCase()}
        </Fact>
      ))}
    </dl>
  );
}

/** Returns the milestones with their times, without reversed ones; undefined if there are none. */
function reachedBy({ milestones }: Lead, timeZone: string): string | undefined {
  const words = reachedOf(milestones).map(({ name, occurredAt, value }) => {
    const worth = value === null ? '' : `, ${money(value.amount, value.currency)}`;
    return `${MILESTONES[name].label} ${shortDateTime(occurredAt, timeZone)}${worth}`;
  });
  return words.join('; ') || undefined;
}

/** Says who owes a promise: a rep, or for the first response the company. */
function whoseWords({ kind, repId }: Lead['clocks'][number], nameOfRep: (id: string) => string): string {
  if (repId !== undefined) return ` by ${nameOfRep(repId)}`;
  return kind === 'leadResponse' ? ' by the company' : '';
}

function Clocks({ lead, isBeside }: { lead: Lead; isBeside: boolean }) {
  const { timeZone } = useMe();
  const nameOfRep = useNames();
  if (lead.clocks.length === 0) return null;
  const Heading = isBeside ? 'h3' : 'h2';
  return (
    <>
      <Heading>Promises</Heading>
      <PromiseList
        clocks={lead.clocks}
        line={(clock) => (
          <li key={clock.id} className={`clock is-${clock.state}`}>
            {ASKED[clock.kind]}
            {clock.step !== undefined && ` ${clock.step}`}
            {whoseWords(clock, nameOfRep)}: {clockStateOf(clock)}
            {clock.dueAt != null && ` · due ${shortDateTime(clock.dueAt, timeZone)}`}
          </li>
        )}
      />
    </>
  );
}
