import { type ReactNode, useState } from 'react';
import type { Schemas } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { InputField } from '../parts/fields.js';
import { Form, textOf } from '../parts/form.js';
import { percent } from '../parts/money.js';
import { ErrorState } from '../parts/states.js';
import { dayIn, instantOf } from '../parts/times.js';
import { useMe } from '../session/me.js';
import { useJob } from './use-job.js';

const DAY_MS = 86_400_000;

interface Props {
  readonly send: string;
  /** Starts the job for the leads received between two instants. */
  readonly begin: (from: string, to: string) => Promise<Schemas['Job']>;
  readonly show: (result: Schemas['Job']['result']) => ReactNode;
}

export function PastLeads({ send, begin, show }: Props) {
  const { timeZone } = useMe();
  const [jobId, setJobId] = useState<string | null>(null);
  const { data: job, error } = useJob(jobId);
  const today = serverTime.now();
  async function play(form: FormData): Promise<void> {
    const [from, to] = ['from', 'to'].map((name) => instantOf(`${textOf(form, name)}T00:00`, timeZone));
    setJobId((await begin(from!, to!)).id);
  }
  return (
    <details>
      <summary>What would have happened to past leads?</summary>
      <div className="form">
        <Form onSend={play} send={send}>
          <div className="fields">
            <InputField
              label="From"
              name="from"
              type="date"
              required
              defaultValue={dayIn(today - 30 * DAY_MS, timeZone)}
            />
            <InputField
              label="Until (exclusive)"
              name="to"
              type="date"
              required
              defaultValue={dayIn(today, timeZone)}
            />
          </div>
        </Form>
        {error && <ErrorState error={error} />}
        {job?.state === 'running' && <p role="status">{percent(job.progress)} done</p>}
        {job?.state === 'failed' && <p role="alert">It failed: {job.error}</p>}
        {job?.state === 'done' && show(job.result)}
      </div>
    </details>
  );
}
