import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { get, post, put } from '../api/api.js';
import { UrgencyChip } from '../clocks/clock-chip.js';
import { nameOf } from '../leads/person.js';
import { Why } from '../leads/why.js';
import { InputField } from '../parts/fields.js';
import { Form, textOf } from '../parts/form.js';
import { type SetupState, useConfiguredAnew } from './use-configured.js';

const LOOK_MS = 2_000;

/** Sends a test lead, and follows it. */
export function SampleLead({ configured: { reps, routing, testLeads } }: { configured: SetupState }) {
  const anew = useConfiguredAnew();
  const [sent, setSent] = useState<string | null>(null);
  const id = sent ?? testLeads[0]?.id ?? null;

  async function save(form: FormData): Promise<void> {
    await mindTestPool(routing);
    const contact = { name: textOf(form, 'name'), email: textOf(form, 'email') };
    const lead = await post('/v1/leads', {
      body: { source: 'test', contact, message: 'Please call me.', test: true },
    });
    setSent(lead.id);
    await anew();
  }

  return (
    <>
      {id !== null && <Served id={id} reps={reps} key={id} />}
      <Form onSend={save} send={id === null ? 'Send a test lead' : 'Send another'}>
        <div className="fields">
          <InputField label="Name" at="/contact/name" name="name" required defaultValue="Test Person" />
          <InputField
            label="E-mail address"
            at="/contact/email"
            name="email"
            type="email"
            required
            defaultValue={`test-${Date.now() % 100_000}@example.com`}
          />
        </div>
      </Form>
    </>
  );
}

/** Sets the pool for test leads, if there is none, to the pool of the first rule, else to the fallback. */
async function mindTestPool({ rules, fallback }: SetupState['routing']): Promise<void> {
  const settings = await get('/v1/settings');
  const poolId = rules.find(({ assign }) => assign.poolId !== undefined)?.assign.poolId ?? fallback.poolId;
  if (settings.testPoolId !== undefined || poolId === undefined) return;
  await put('/v1/settings', { body: { ...settings, testPoolId: poolId } });
}

function Served({ id, reps }: { id: string; reps: SetupState['reps'] }) {
  const { data: lead } = useQuery({
    queryKey: ['lead', id],
    queryFn: () => get('/v1/leads/{id}', { path: { id } }),
    refetchInterval: LOOK_MS,
  });
  if (lead === undefined) return null;
  const owner = reps.find((rep) => rep.id === lead.ownerId)?.name;
  return (
    <div className="served" role="status">
      <p>
        <Link href={`/leads/${id}`}>{nameOf(lead)}</Link>{' '}
        {owner === undefined ? 'is waiting for an owner' : `belongs to ${owner}`} <UrgencyChip lead={lead} />
      </p>
      <Why id={id} />
    </div>
  );
}
