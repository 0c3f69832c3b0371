import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useNames } from '../parts/use-names.js';
import { useSettled } from '../parts/use-settled.js';
import { STATUSES } from './person.js';
import { type LeadQuery, readSlimLeads, rowNameOf, type SlimLead } from './slim-leads.js';

const SHOWN_MAX = 5;
/** Fewer letters or digits find too many. */
const LENGTH_MIN = 4;

interface Person {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
}

/** The leads that a person might be who is being typed in, among those that the user may see. */
export function MightBe(person: Person) {
  const nameOfRep = useNames();
  const settled = useSettled(person);
  const asked = questionsFor(settled);
  const { data } = useQuery({
    queryKey: ['leads', 'mightBe', asked],
    queryFn: async () => distinct((await Promise.all(asked.map(readSlimLeads))).flatMap(({ data: rows }) => rows)),
    enabled: asked.length > 0,
  });
  return (
    <div role="status">
      {asked.length > 0 && data !== undefined && data.length > 0 && (
        <>
          <p>It might be:</p>
          <ul className="lines">
            {data.map((lead) => (
              <li key={lead.id}>
                <Link href={`/leads/${lead.id}`}>{rowNameOf(lead)}</Link>
                {lead.companyName != null && `, ${lead.companyName}`}, {STATUSES[lead.status].toLowerCase()}
                {lead.ownerId !== null && `, of ${nameOfRep(lead.ownerId)}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function questionsFor({ name, email, phone }: Person): LeadQuery[] {
  const asked: LeadQuery[] = [];
  if (email.includes('@')) asked.push({ email: email.trim() });
  if (phone.replace(/\D/g, '').length > LENGTH_MIN) asked.push({ phone: phone.trim() });
  if (name.trim().length >= LENGTH_MIN) asked.push({ q: name.trim() });
  return asked.map((query) => ({ ...query, limit: SHOWN_MAX }));
}

/** An address and a number say more than a name, so their leads come first. */
function distinct(rows: readonly SlimLead[]): SlimLead[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()].slice(0, SHOWN_MAX);
}
