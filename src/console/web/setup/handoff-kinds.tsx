import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { get, post, type Schemas } from '../api/api.js';
import { readAll } from '../api/read-all.js';
import { SelectField } from '../parts/fields.js';
import { Form, textOf } from '../parts/form.js';
import { Unread } from '../parts/states.js';
import type { SetupState } from './use-configured.js';

type Business = Schemas['ReadyMadeKind']['business'];
type ReadyMade = Schemas['ReadyMadeKind'];

const SETS: Readonly<Record<Business, string>> = {
  software: 'Software, with short forms',
  saas: 'Software, with everything that may matter',
  agency: 'An agency',
  consultancy: 'A consultancy',
};

const SETS_READ = ['ready-made', 'handoff-kinds', 'sets'] as const;

/** Creates the ready-made kinds of handoff of a business, with one person for each of their receivers. */
export function HandoffKinds({ configured: { reps } }: { configured: SetupState }) {
  const { data, error } = useQuery({
    queryKey: SETS_READ,
    queryFn: async () => ({
      kinds: await readAll((page) => get('/v1/handoff-kinds', { query: page })),
      readyMade: (await get('/v1/handoff-kinds/ready-made')).data,
      teams: await readAll((page) => get('/v1/teams', { query: page })),
    }),
  });
  if (data === undefined) return <Unread error={error} />;
  if (data.kinds.length > 0)
    return (
      <ul className="lines">
        {data.kinds.map(({ id, name, moment }) => (
          <li key={id}>
            <Link href={`/configure/handoff-kinds/${id}`}>
              <strong>{name}</strong>
            </Link>{' '}
            {moment}
          </li>
        ))}
      </ul>
    );
  if (reps.length === 0) return <p>First add people.</p>;
  return <SetForm readyMade={data.readyMade} teams={data.teams} reps={reps} />;
}

interface SetFormProps {
  readonly readyMade: readonly ReadyMade[];
  readonly teams: readonly Schemas['Team'][];
  readonly reps: SetupState['reps'];
}

function SetForm({ readyMade, teams, reps }: SetFormProps) {
  const queries = useQueryClient();
  const [business, setBusiness] = useState<Business>('software');
  const kinds = readyMade.filter((each) => each.business === business).map(({ kind }) => kind);
  const receivers = [...new Set(kinds.flatMap((kind) => kind.receivers.map(({ name }) => name)))];

  /** The team of a person; a new one with them alone, so that nobody else receives, if they are in none. */
  async function teamFor(repId: string, name: string, made: Map<string, string>): Promise<string> {
    const known = teams.find(({ repIds }) => repIds.includes(repId))?.id ?? made.get(repId);
    const teamId = known ?? (await post('/v1/teams', { body: { name, repIds: [repId] } })).id;
    made.set(repId, teamId);
    return teamId;
  }

  async function save(form: FormData): Promise<void> {
    const made = new Map<string, string>();
    const staff: { readonly name: string; readonly ownerOfDoneRepId: string; readonly teamId: string }[] = [];
    try {
      for (const name of receivers) {
        const ownerOfDoneRepId = textOf(form, name);
        staff.push({ name, ownerOfDoneRepId, teamId: await teamFor(ownerOfDoneRepId, name, made) });
      }
      const deciderRepId = textOf(form, 'deciderRepId');
      await post('/v1/handoff-kinds/ready-made', { body: { business, deciderRepId, receivers: staff } });
    } finally {
      await queries.invalidateQueries({ queryKey: SETS_READ });
    }
  }

  return (
    <Form onSend={save} send="Add these kinds of handoff">
      <SelectField
        label="Ready-made for"
        name="business"
        options={Object.entries(SETS).map(([id, name]) => ({ id, name }))}
        value={business}
        onChange={({ target }) => setBusiness(target.value as Business)}
      />
      <ul className="lines">
        {kinds.map(({ name, moment }) => (
          <li key={name}>
            <strong>{name}</strong> {moment}
          </li>
        ))}
      </ul>
      {receivers.map((name, index) => (
        <SelectField
          key={name}
          label={`Who answers for ${name}`}
          name={name}
          options={reps}
          at={[`/receivers/${index}/ownerOfDoneRepId`, `/receivers/${index}/teamId`]}
        />
      ))}
      <SelectField label="Who decides about exceptions" name="deciderRepId" options={reps} />
    </Form>
  );
}
