import { Link } from 'wouter';
import { BeginButton } from '../handoffs/begin-button.js';
import { nameOf as nameOfLead } from '../leads/person.js';
import { Elsewhere } from '../parts/elsewhere.js';
import { Fact } from '../parts/fact.js';
import { money, percentage } from '../parts/money.js';
import { useRefusals } from '../parts/sending.js';
import { dayIn, shortDateTime, shortDay } from '../parts/times.js';
import { useNames } from '../parts/use-names.js';
import { CHURN_REASONS, DISPOSITION_REASONS, useReasonLabel } from '../parts/use-reasons.js';
import { counted } from '../parts/words.js';
import { useMe } from '../session/me.js';
import { CATEGORIES, type Deal, missingWords, RENEWAL_ENDS, STAGES, TYPES, WHOLE_TERM } from './deal-words.js';
import { DueChip } from './due-chip.js';
import { Promises } from './promises.js';
import { Proposal } from './proposal.js';
import { Standing } from './standing.js';
import { Touches } from './touches.js';
import type { DealActions } from './use-deal-actions.js';
import { useHandoffOf, useLeadOf } from './use-deals.js';

export type DealSheet = 'talk' | 'edit' | 'win' | 'soldFor' | 'lose' | 'reopen' | 'deliver';

interface Props {
  readonly deal: Deal;
  readonly actions: DealActions;
  readonly onSheet: (sheet: DealSheet) => void;
}

export function DealPanel({ deal, actions, onSheet }: Props) {
  return (
    <aside className="panel" aria-label={deal.name}>
      <header>
        <h1>{deal.name}</h1>
        {deal.stage === 'open' ? <DueChip deal={deal} /> : <strong>{STAGES[deal.stage]}</strong>}
      </header>
      <Elsewhere links={deal.links} />
      {deal.may.length > 0 && <Buttons deal={deal} actions={actions} onSheet={onSheet} />}
      {deal.contractProblem !== null && <p className="held">{deal.contractProblem.text}</p>}
      <Proposal deal={deal} actions={actions} />
      <AboutDeal deal={deal} />
      {deal.stage === 'open' && deal.may.includes('update') && <Standing deal={deal} actions={actions} />}
      <Promises deal={deal} actions={actions} />
      <Touches dealId={deal.id} />
    </aside>
  );
}

function Buttons({ deal, actions, onSheet }: Props) {
  const refused = useRefusals();
  const may = (act: Deal['may'][number]) => deal.may.includes(act);
  return (
    <p className="buttons">
      {deal.stage === 'open' && may('touches') && (
        <button type="button" className="main" onClick={() => onSheet('talk')}>
          Log a conversation
        </button>
      )}
      {may('win') && (
        <button type="button" onClick={() => onSheet('win')}>
          Win
        </button>
      )}
      {may('lose') && (
        <button type="button" onClick={() => onSheet('lose')}>
          Lose
        </button>
      )}
      {may('update') && (
        <>
          <button type="button" onClick={() => onSheet('edit')}>
            Edit
          </button>
          <BeginButton about={{ dealId: deal.id }} />
        </>
      )}
      {may('update') && wantsTerm(deal) && (
        <button type="button" onClick={() => onSheet('soldFor')}>
          {deal.pilot === null ? 'Say for how long …' : 'Convert the pilot …'}
        </button>
      )}
      {may('deliver') && (
        <button type="button" onClick={() => onSheet('deliver')}>
          Report the delivery …
        </button>
      )}
      {may('reopen') && (
        <button
          type="button"
          onClick={() => (deal.stage === 'won' ? onSheet('reopen') : void refused(actions.reopen()))}
        >
          Open again{deal.stage === 'won' && ' …'}
        </button>
      )}
    </p>
  );
}

function AboutDeal({ deal }: { deal: Deal }) {
  const { timeZone } = useMe();
  const nameOf = useNames();
  const { account, lead, contractId, follows, handoff, term, pilot, renewal } = deal;
  const lostReason = useReasonLabel(DISPOSITION_REASONS, deal.lostReason);
  const churnReason = useReasonLabel(CHURN_REASONS, renewal?.churnReason);
  const day = (instant: string | null) => instant && shortDay(dayIn(Date.parse(instant), timeZone));
  return (
    <dl className="facts">
      <Fact name="Account">{account && <Link href={`/accounts/${account.id}`}>{account.name}</Link>}</Fact>
      <Fact name="Type">{TYPES[deal.type]}</Fact>
      <Fact name={WHOLE_TERM}>{money(deal.amount, deal.currency)}</Fact>
      <Fact name="ARR">{deal.arr && money(deal.arr, deal.currency)}</Fact>
      <Fact name="Net new ARR">{deal.netNewArr && money(deal.netNewArr, deal.currency)}</Fact>
      <Fact name="Product">{deal.product}</Fact>
      <Fact name="Owner">{nameOf(deal.ownerRepId)}</Fact>
      {deal.stage === 'open' && <Fact name="Forecast">{certaintyOf(deal)}</Fact>}
      {deal.stage === 'open' && <Fact name="Closes">{day(deal.expectedCloseAt)}</Fact>}
      <Fact name="Decision maker">{deal.decisionMaker}</Fact>
      <Fact name="First conversation">{deal.firstTalkAt && shortDateTime(deal.firstTalkAt, timeZone)}</Fact>
      <Fact name="Won">{day(deal.wonAt)}</Fact>
      {deal.stage === 'won' && <ByException deal={deal} />}
      <Fact name="Delivered">{day(deal.deliveredAt)}</Fact>
      <Fact name="Lost">
        {deal.lostAt && [day(deal.lostAt), lostReason, deal.lostNote].filter(Boolean).join(' · ')}
      </Fact>
      <Fact name="Term">{term && termWords(term)}</Fact>
      <Fact name="Sold">{deal.oneOff && 'Once, so that no contract follows'}</Fact>
      <Fact name="Pilot">
        {pilot && `Until ${shortDay(pilot.endsOn)}, ${term === null ? 'not converted' : 'converted'}`}
      </Fact>
      <Fact name="Renews">
        {renewal && `term ${renewal.term}; decision due by ${shortDay(renewal.lastDayForNotice)}`}
      </Fact>
      <Fact name="Reason">
        {renewal?.cause && [RENEWAL_ENDS[renewal.cause], churnReason].filter(Boolean).join(' · ')}
      </Fact>
      <Fact name="Contract">
        {contractId === null ? (
          wantsTerm(deal) && `None. It gets one when it ${pilot === null ? 'has a term' : 'is converted'}`
        ) : (
          <Link href={`/contracts/${contractId}`}>{contractWords(deal)}</Link>
        )}
      </Fact>
      <Fact name="Follows">{follows && <Link href={`/deals/${follows}`}>An earlier deal</Link>}</Fact>
      <Fact name="Lead">{lead && <LeadOf deal={deal} lead={lead} />}</Fact>
      <Fact name="Handoff">{handoff && <Link href={`/handoffs/${handoff.id}`}>{handoffWords(handoff)}</Link>}</Fact>
    </dl>
  );
}

/** Who decided that the deal is won before the form of its handoff is complete. */
function ByException({ deal }: { readonly deal: Deal }) {
  const { timeZone } = useMe();
  const nameOf = useNames();
  const exception = useHandoffOf(deal)?.exception ?? null;
  if (exception === null) return null;
  const { deciderRepId, reason, completeBy } = exception;
  return (
    <Fact name="By exception">
      {`${nameOf(deciderRepId)}: ${reason} · The form is due by ${shortDateTime(completeBy, timeZone)}`}
    </Fact>
  );
}

/** The person, with a link, if the user may see the lead; it may belong to another rep. */
function LeadOf({ deal, lead }: { readonly deal: Deal; readonly lead: NonNullable<Deal['lead']> }) {
  const data = useLeadOf(deal);
  const from = [lead.source, lead.campaign].filter(Boolean).join(' · ');
  if (data === undefined) return from;
  return (
    <>
      <Link href={`/leads/${lead.id}`}>{nameOfLead(data)}</Link>, from {from}
    </>
  );
}

/** A won deal that does not say for how long it is sold, or a pilot that is not converted. */
const wantsTerm = ({ stage, type, contractId, term, oneOff }: Deal): boolean =>
  stage === 'won' && type !== 'renewal' && contractId === null && term === null && !oneOff;

function certaintyOf({ category, probability, atRisk }: Deal): string {
  const parts = [CATEGORIES[category], probability !== null && percentage(probability), atRisk && 'at risk'];
  return parts.filter(Boolean).join(', ');
}

function termWords({ startsOn, endsOn, noticeDays, autoRenewMonths }: NonNullable<Deal['term']>): string {
  const notice = noticeDays == null ? '' : `; notice ${noticeDays} days before`;
  const renews = autoRenewMonths === null ? '' : `; renews by itself for ${counted(autoRenewMonths, 'month')}`;
  return `${shortDay(startsOn)} to ${shortDay(endsOn)}${notice}${renews}`;
}

function contractWords({ type, stage }: Deal): string {
  if (type === 'renewal') return 'The contract that it renews';
  return stage === 'won' ? 'Its contract' : 'The contract that it adds to';
}

function handoffWords(handoff: NonNullable<Deal['handoff']>): string {
  const { state, missing } = handoff;
  if (state === 'done') return 'Handed over';
  if (state === 'running') return 'Being handed over';
  return missing === 0 ? 'To be handed over' : missingWords(handoff);
}
