import { useId } from 'react';
import { Link } from 'wouter';
import type { Schemas } from '../../api/api.js';
import { money } from '../../parts/money.js';
import { shortDateTime } from '../../parts/times.js';
import { counted } from '../../parts/words.js';
import { useMe } from '../../session/me.js';
import type { Decision } from './actions.js';
import { Arrows } from './arrows.js';
import { Drawing } from './drawing.js';

const NAME = 'Leads, until they are decided';

interface LeadsProps {
  readonly map: Schemas['LeadMap'];
  readonly onDecide: ((decision: Decision) => void) | undefined;
}

/** The way of leads from intake to a decision, which comes before every handoff. */
export function Leads({ map, onDecide }: LeadsProps) {
  const titleId = useId();
  const { timeZone } = useMe();
  const { leads, arrows, exceptions, drawing, filter } = map;
  const received = new URLSearchParams(filter).toString();
  return (
    <figure aria-labelledby={titleId}>
      <figcaption className="bar">
        <h2 id={titleId}>{NAME}</h2>
        <span className="count">
          {counted(leads, 'lead')} received from {shortDateTime(map.from, timeZone)} to{' '}
          {shortDateTime(map.to, timeZone)}
        </span>
        <Link href={`/leads?${received}`}>All received</Link>
        <Link href={`/leads?${received}&status=open&workState=untouched`}>Open and untouched</Link>
        <Link href={`/leads?${received}&breached=true`}>With a missed promise</Link>
      </figcaption>
      <Drawing drawing={drawing} name={NAME} />
      <Arrows
        arrows={arrows}
        became="What became of them"
        moneyOf={moneyOf}
        decisionOf={({ between, to }) => (isPromised(to) ? { arrow: between, step: to } : null)}
        onDecide={onDecide}
      />
      {exceptions.length > 0 && (
        <ul>
          {exceptions.map(({ about, words, leads: times }) => (
            <li key={about}>
              {words}: {counted(times, 'lead')}
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
}

/** Leads miss no promise on the way to the queue. */
function isPromised(to: Schemas['LeadMapArrow']['to']): to is NonNullable<Decision['step']> {
  return to === 'owner' || to === 'touch' || to === 'decision';
}

/** Names only what there is: what waits, and what was lost. */
function moneyOf({ money: behind }: Schemas['LeadMapArrow']): string {
  const parts = behind.flatMap(({ currency, waitingDeals, waitingAmount, lostDeals, lostAmount }) => [
    ...(waitingDeals > 0 ? [`${money(waitingAmount, currency)} wait in ${counted(waitingDeals, 'deal')}`] : []),
    ...(lostDeals > 0 ? [`${money(lostAmount, currency)} lost in ${counted(lostDeals, 'deal')} after a miss`] : []),
  ]);
  return parts.length === 0 ? '–' : parts.join('; ');
}
