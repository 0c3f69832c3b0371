import { Link } from 'wouter';
import { type BodyOf, post, type Schemas } from '../../api/api.js';
import { Table } from '../../parts/table.js';
import { shortDateTime } from '../../parts/times.js';
import { counted } from '../../parts/words.js';
import { useMe } from '../../session/me.js';
import { useFormFacts } from '../fields/form-context.js';
import { PastLeads } from '../past-leads.js';
import type { JsonObject } from '../schema/json-schema.js';

type Body = BodyOf<'/v1/routing/replay'>;

/** Deals past leads once more by the draft rules, beside what happened. */
export function Replay({ rules }: { rules: readonly JsonObject[] }) {
  return (
    <PastLeads
      send="Route them again"
      begin={(from, to) => post('/v1/routing/replay', { body: { from, to, rules } as unknown as Body })}
      show={(result) => <Outcome {...(result as Schemas['RoutingReplay'])} />}
    />
  );
}

function Outcome({ leads, different, byRep, byRule, neverMatched, differences }: Schemas['RoutingReplay']) {
  const { timeZone } = useMe();
  const { nameOf } = useFormFacts().references;
  const wentTo = ({ repId, rule }: Schemas['ReplayedPlace']) =>
    `${repId === null ? 'nobody' : nameOf(repId)}${rule === null ? '' : ` by ${rule}`}`;
  if (leads === 0) return <p role="status">No leads came in during that time.</p>;
  return (
    <div role="status" className="form">
      <p>
        Of {counted(leads, 'lead')}, {different} would have gone elsewhere.
        {neverMatched.length > 0 && ` No lead matches ${neverMatched.join(', ')}.`}
      </p>
      <Counts title="Rep" rows={byRep.map(({ repId, ...counts }) => ({ name: nameOf(repId), ...counts }))} />
      <Counts title="Rule" rows={byRule.map(({ rule, ...counts }) => ({ name: rule ?? 'No rule', ...counts }))} />
      <ul className="lines">
        {differences.map(({ leadId, at, would, was }) => (
          <li key={leadId}>
            <Link href={`/leads/${leadId}`}>{shortDateTime(at, timeZone)}</Link> {wentTo(was)} → {wentTo(would)}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface CountsProps {
  readonly title: string;
  readonly rows: readonly { readonly name: string; readonly was: number; readonly would: number }[];
}

function Counts({ title, rows }: CountsProps) {
  return (
    <Table
      name={`By ${title.toLowerCase()}`}
      rows={rows}
      keyOf={({ name }) => name}
      columns={[
        { name: title, is: 'name', cell: ({ name }) => name },
        { name: 'Got', is: 'number', cell: ({ was }) => was },
        { name: 'Would have', is: 'number', cell: ({ would }) => would },
      ]}
    />
  );
}
