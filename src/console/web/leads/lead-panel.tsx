import { Link } from 'wouter';
import type { Schemas } from '../api/api.js';
import { UrgencyChip } from '../clocks/clock-chip.js';
import { PromiseList } from '../clocks/promise-list.js';
import { ASKED } from '../clocks/urgency.js';
import { type Deal, STAGES } from '../deals/deal-words.js';
import { Elsewhere } from '../parts/elsewhere.js';
import { Fact } from '../parts/fact.js';
import { money } from '../parts/money.js';
import { shortDateTime } from '../parts/times.js';
import { useNames } from '../parts/use-names.js';
import { clockStateOf } from '../parts/words.js';
import { useMe } from '../session/me.js';
import type { LeadActions } from './actions.js';
import { Buttons } from './buttons.js';
import { ClosedBy } from './closed-by.js';
import type { LeadSheet } from './dialogs.js';
import { InQueue } from './in-queue.js';
import { MILESTONES, nameOf } from './person.js';
import { Reach } from './reach.js';
import { reachedOf } from './reached.js';
import { SamePerson } from './same-person.js';
import { SentAgain } from './sent-again.js';

type Lead = Schemas['Lead'];

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
      {!isBeside && <SentAgain lead={lead} />}
      <AboutLead lead={lead} deals={deals} isBeside={isBeside} />
      <Clocks lead={lead} isBeside={isBeside} />
    </aside>
  );
}

function AboutLead({ lead, deals, isBeside }: Required<Pick<Props, 'lead' | 'deals' | 'isBeside'>>) {
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
      {lead.disposition !== null && <ClosedBy lead={lead} disposition={lead.disposition} />}
      <InQueue lead={lead} />
      {!isBeside && <SamePerson lead={lead} />}
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
