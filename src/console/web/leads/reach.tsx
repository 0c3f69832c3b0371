import type { Schemas } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { useMinute } from '../parts/minute.js';
import { shortDateTime } from '../parts/times.js';
import { useMe } from '../session/me.js';
import { banInWords, bansOf, mayUse } from './forbidden.js';
import { localTimeOf } from './person.js';

type Lead = Schemas['Lead'];
type Contact = NonNullable<NonNullable<Schemas['Inquiry']['sent']>['contact']>;
type Issue = NonNullable<Lead['issues']>[number];

const LINKS = { call: ['tel', 'phone'], email: ['mailto', 'email'] } as const;

interface AddressProps {
  readonly way: keyof typeof LINKS;
  /** Whose person it is. */
  readonly lead: Lead;
  /** Where the number or address is from. */
  readonly contact?: Contact;
}

/** A number or address: a link unless it must not be used. */
export function Address({ way, lead, contact = lead.contact as Contact }: AddressProps) {
  const [scheme, field] = LINKS[way];
  const text = contact[field];
  if (text === undefined) return null;
  const isFree = mayUse(way, lead, serverTime.now()) && contact.doNot?.includes(way) !== true;
  return isFree ? <a href={`${scheme}:${text}`}>{text}</a> : <span>{text}</span>;
}

/** The contact's phone, e-mail address and local time, and whether they may be contacted now. */
export function Reach({ lead }: { lead: Lead }) {
  const { timeZone } = useMe();
  const now = useMinute() * 60_000;
  const localTime = localTimeOf(lead, now);
  const callableFrom = lead.callableFrom === null ? null : Date.parse(lead.callableFrom);
  const has = (issue: Issue) => lead.issues?.includes(issue) === true;
  return (
    <p className="reach">
      <Address way="call" lead={lead} />
      {has('unreadablePhone') && <strong>This is not a complete phone number.</strong>}
      {has('placeholderPhone') && <strong>This number is a placeholder.</strong>}
      <Address way="email" lead={lead} />
      {has('unreadableEmail') && <strong>This is not a valid e-mail address.</strong>}
      {has('placeholderEmail') && <strong>This address is a placeholder.</strong>}
      {has('noContact') && <strong>Nothing that was sent says how to reach the person.</strong>}
      {localTime !== null && <span>{localTime} there</span>}
      {callableFrom !== null && callableFrom > now + 60_000 && (
        <strong>not before {shortDateTime(lead.callableFrom!, timeZone)}</strong>
      )}
      {bansOf(lead, now).map((ban) => (
        <strong key={ban.words}>
          {banInWords(ban)}
          {ban.since !== null && `, since ${shortDateTime(ban.since, timeZone)}`}
        </strong>
      ))}
    </p>
  );
}
