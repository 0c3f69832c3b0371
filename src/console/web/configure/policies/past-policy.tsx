import { type BodyOf, post, type Schemas } from '../../api/api.js';
import { ASKED } from '../../clocks/urgency.js';
import { Table } from '../../parts/table.js';
import { counted } from '../../parts/words.js';
import { PastLeads } from '../past-leads.js';
import type { JsonObject } from '../schema/json-schema.js';

type Body = BodyOf<'/v1/sla-policies/dry-run'>;
type Outcome = Schemas['DryRunOutcome'];

/** The promises of a draft policy as past leads would have kept or missed them, beside what happened. */
export function PastPolicy({ policy }: { policy: JsonObject }) {
  return (
    <PastLeads
      send="Try it on past leads"
      begin={(from, to) => post('/v1/sla-policies/dry-run', { body: { from, to, policy } as unknown as Body })}
      show={(result) => <Result {...(result as Schemas['DryRun'])} />}
    />
  );
}

const COUNTS = {
  warned: 'Warnings',
  moves: 'Moves',
  escalations: 'Escalations',
  unreachable: 'Closed as unreachable',
} as const satisfies Partial<Record<keyof Outcome, string>>;
type PromiseKind = Exclude<keyof Outcome, keyof typeof COUNTS>;

function Result({ leads, covered, would, was }: Schemas['DryRun']) {
  if (leads === 0) return <p role="status">No leads came in during that time.</p>;
  const kinds = Object.keys(would).filter((name): name is PromiseKind => !(name in COUNTS));
  const promises = kinds.flatMap((kind) => [
    { name: `${ASKED[kind]}, kept`, was: was[kind].met, would: would[kind].met },
    { name: `${ASKED[kind]}, missed`, was: was[kind].breached, would: would[kind].breached },
  ]);
  const counts = (Object.keys(COUNTS) as (keyof typeof COUNTS)[]).map((name) => ({
    name: COUNTS[name],
    was: was[name],
    would: would[name],
  }));
  return (
    <div role="status" className="form">
      <p>
        It would have covered {covered} of {counted(leads, 'lead')}.
      </p>
      <Table
        name="What became of them"
        rows={[...promises, ...counts].filter((row) => row.was + row.would > 0)}
        keyOf={({ name }) => name}
        columns={[
          { name: 'What', is: 'name', cell: ({ name }) => name },
          { name: 'Was', is: 'number', cell: (row) => row.was },
          { name: 'Would have been', is: 'number', cell: (row) => row.would },
        ]}
      />
    </div>
  );
}
