import { Link } from 'wouter';
import { get, type Schemas } from '../api/api.js';
import { Fact } from '../parts/fact.js';
import { Paged } from '../parts/paged.js';
import { shortDateTime } from '../parts/times.js';
import { usePages } from '../parts/use-pages.js';
import { useMe } from '../session/me.js';
import { forbidding } from './forbidden.js';
import { Address } from './reach.js';

type Lead = Schemas['Lead'];
type Inquiry = Schemas['Inquiry'];

const REFRESH_MS = 15_000;
const PAGE = 10;

const BECAME: Readonly<Record<Inquiry['became'], string>> = {
  joined: '',
  woken: 'It brought the lead back.',
  merged: 'It was a lead of its own until it was merged into this one.',
};

/** The further forms that joined the lead, the latest first; nothing if there are none. */
export function SentAgain({ lead }: { lead: Lead }) {
  const pages = usePages(
    ['lead', lead.id, 'inquiries'],
    (page) =>
      get('/v1/leads/{id}/inquiries', { path: { id: lead.id }, query: { order: 'newest', limit: PAGE, ...page } }),
    { refetchInterval: REFRESH_MS },
  );
  if (pages.error === null && (pages.rows === undefined || pages.rows.length === 0)) return null;
  return (
    <section className="again" aria-labelledby="again-title">
      <h2 id="again-title">Sent again</h2>
      <Paged pages={pages} empty="Nothing was sent again." more="Older">
        {(inquiries) => (
          <ol>
            {inquiries.map((inquiry) => (
              <Form key={inquiry.id} inquiry={inquiry} lead={lead} />
            ))}
          </ol>
        )}
      </Paged>
    </section>
  );
}

function Form({ inquiry, lead }: { inquiry: Inquiry; lead: Lead }) {
  const { timeZone } = useMe();
  const { receivedAt, became, mergedLeadId, sent } = inquiry;
  const source = [sent?.source, sent?.campaign, sent?.form].filter(Boolean).join(' · ');
  return (
    <li>
      <p>
        <time dateTime={receivedAt}>{shortDateTime(receivedAt, timeZone)}</time>
        {source !== '' && ` from ${source}`}
      </p>
      {sent === null ? <p>It was erased.</p> : <Words sent={sent} inquiry={inquiry} lead={lead} />}
      {became !== 'joined' && (
        <p>
          {BECAME[became]} {mergedLeadId !== null && <Link href={`/leads/${mergedLeadId}`}>Open that lead</Link>}
        </p>
      )}
    </li>
  );
}

interface WordsProps {
  readonly sent: NonNullable<Inquiry['sent']>;
  readonly inquiry: Inquiry;
  readonly lead: Lead;
}

/** What the person wrote, and what of it the lead does not have. */
function Words({ sent, inquiry: { differs }, lead }: WordsProps) {
  const contact = sent.contact ?? {};
  const had = lead.contact;
  const hadName = had.name ?? had.firstName ?? had.lastName;
  const name = contact.name ?? [contact.firstName, contact.lastName].filter(Boolean).join(' ');
  const isOther = (fact: Inquiry['differs'][number]) => differs.includes(fact);
  return (
    <dl className="facts">
      <Fact name="Wrote">{sent.message}</Fact>
      <Fact name={hadName === undefined ? 'Name' : 'Other name'}>{isOther('name') && name}</Fact>
      <Fact name="Contact">
        {contact.doNot !== undefined && contact.doNot.length > 0 && <strong>{forbidding(contact.doNot)}</strong>}
      </Fact>
      <Fact name={had.phone === undefined ? 'Number' : 'Other number'}>
        {isOther('phone') && <Address way="call" lead={lead} contact={contact} />}
      </Fact>
      <Fact name={had.email === undefined ? 'Address' : 'Other address'}>
        {isOther('email') && <Address way="email" lead={lead} contact={contact} />}
      </Fact>
      <Fact name="Company">{sent.company?.name !== lead.company?.name && sent.company?.name}</Fact>
      {Object.entries(sent.attributes ?? {}).map(([attribute, value]) => (
        <Fact key={attribute} name={attribute}>
          {String(value)}
        </Fact>
      ))}
    </dl>
  );
}
