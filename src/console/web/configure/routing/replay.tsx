import { useState } from 'react';
import { Link } from 'wouter';
import { type BodyOf, post, type Schemas } from '../../api/api.js';
import { serverTime } from '../../live/server-time.js';
import { Form, textOf } from '../../parts/form.js';
import { percent } from '../../parts/money.js';
import { ErrorState } from '../../parts/states.js';
import { Table } from '../../parts/table.js';
import { dayIn, instantOf, shortDateTime } from '../../parts/times.js';
import { useMe } from '../../session/me.js';
import { useFormFacts } from '../fields/form-context.js';
import type { JsonObject } from '../schema/json-schema.js';
import { useJob } from '../use-job.js';

type Body = BodyOf<'/v1/routing/replay'>;

const DAY_MS = 86_400_000;

/** The leads of the past once more, by the rules as they are being changed, beside what happened. */
export function Replay({ rules }: { rules: readonly JsonObject[] }) {
  const { timeZone } = useMe();
  const [jobId, setJobId] = useState<string | null>(null);
  const { data: job, error } = useJob(jobId);
  const today = serverTime.now();
  async function replay(form: FormData): Promise<void> {
    const [from, to] = ['from', 'to'].map((name) => instantOf(`${textOf(form, name)}T00:00`, timeZone));
    setJobId((await post('/v1/routing/replay', { body: { from, to, rules } as unknown as Body })).id);
  }
  return (
    <details>
      <summary>What would have become of past leads?</summary>
      <div className="form">
        <Form onSend={replay} send="Deal them once more">
          <div className="fields">
            <label>
              From
              <input name="from" type="date" required defaultValue={dayIn(today - 30 * DAY_MS, timeZone)} />
            </label>
            <label>
              Until before
              <input name="to" type="date" required defaultValue={dayIn(today, timeZone)} />
            </label>
          </div>
        </Form>
        {error && <ErrorState error={error} />}
        {job?.state === 'running' && <p role="status">{percent(job.progress)} of them dealt</p>}
        {job?.state === 'failed' && <p role="alert">It came to no end: {job.error}</p>}
        {job?.state === 'done' && <Outcome {...(job.result as Schemas['RoutingReplay'])} />}
      </div>
    </details>
  );
}

function Outcome({ leads, different, byRep, byRule, neverMatched, differences }: Schemas['RoutingReplay']) {
  const { timeZone } = useMe();
  const { nameOf } = useFormFacts().references;
  const wentTo = ({ repId, rule }: Schemas['ReplayedPlace']) =>
    `${repId === null ? 'nobody' : nameOf(repId)}${rule === null ? '' : ` by ${rule}`}`;
  if (leads === 0) return <p role="status">No leads came in in that time.</p>;
  return (
    <div role="status" className="form">
      <p>
        Of {leads} {leads === 1 ? 'lead' : 'leads'} {different} would have gone another way.
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
