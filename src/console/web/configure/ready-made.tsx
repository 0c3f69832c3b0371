import { useQuery } from '@tanstack/react-query';
import { get } from '../api/api.js';
import { SelectField } from '../parts/fields.js';
import type { Kind } from './kinds.js';
import type { JsonObject } from './schema/json-schema.js';

interface ReadyMade {
  readonly title: string;
  readonly body: JsonObject;
}

const READY_MADE: Readonly<Record<string, () => Promise<readonly ReadyMade[]>>> = {
  policies: async () => titled((await get('/v1/policies/ready-made')).policies),
  calendars: async () => titled((await get('/v1/policies/ready-made')).calendars),
  'handoff-kinds': async () =>
    (await get('/v1/handoff-kinds/ready-made')).data.map(({ kind }) => ({
      title: kind.name,
      body: kind as unknown as JsonObject,
    })),
  'record-connectors': async () =>
    (await get('/v1/record-connectors/ready-made')).data.map(({ connector, auth }) => ({
      title: connector.name,
      body: { ...connector, auth } as unknown as JsonObject,
    })),
};

const titled = (all: readonly { readonly title: string; readonly body: unknown }[]): readonly ReadyMade[] =>
  all.map(({ title, body }) => ({ title, body: body as JsonObject }));

/** A choice of templates for a new document; renders nothing for kinds without templates. */
export function BeginWith({ kind, onBegin }: { kind: Kind; onBegin: (body: JsonObject) => void }) {
  const read = READY_MADE[kind.code];
  const { data = [] } = useQuery({
    queryKey: ['ready-made', kind.code],
    queryFn: () => read!(),
    enabled: read !== undefined,
  });
  if (data.length === 0) return null;
  return (
    <SelectField
      label="Start from a template"
      onChange={({ target }) => {
        const chosen = data[Number(target.value)];
        if (target.value !== '' && chosen !== undefined) onBegin(chosen.body);
      }}
      none="Choose"
      options={data.map(({ title }, at) => ({ id: String(at), name: title }))}
    />
  );
}
