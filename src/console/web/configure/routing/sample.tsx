import { useQuery } from '@tanstack/react-query';
import { type Dispatch, type SetStateAction, useId, useMemo, useRef, useState } from 'react';
import { get } from '../../api/api.js';
import { readSlimLeads, rowNameOf } from '../../leads/slim-leads.js';
import { SelectField } from '../../parts/fields.js';
import { Fields } from '../fields/field-view.js';
import { FormContext, useFormFacts } from '../fields/form-context.js';
import { fieldOf, fieldsOf } from '../schema/field.js';
import { isObject, type Json, type JsonObject, type JsonSchema } from '../schema/json-schema.js';
import { bodyOf, useApiDocument } from '../use-api-document.js';

interface Sample {
  readonly lead: JsonObject;
  /** The instant to assume; absent for now. */
  readonly at?: string;
}

const FIRST: Sample = { lead: { source: 'web', contact: { email: 'kim@example.com' }, company: { country: 'DE' } } };

/** The fields of a sample lead that can be typed. Others need an existing lead. */
const ASKED: Readonly<Record<string, readonly string[]>> = {
  contact: ['email', 'country', 'region', 'language'],
  company: ['name', 'domain', 'country', 'industry', 'employees'],
};
const PLAIN = ['source', 'channel', 'campaign', 'attributes'];

export const useSample = () => useState<Sample>(FIRST);

interface Props {
  readonly sample: Sample;
  readonly onChange: Dispatch<SetStateAction<Sample>>;
}

/** The lead on which a draft is tried: made up, or an existing one. */
export function SampleFields({ sample, onChange }: Props) {
  const id = useId();
  const around = useFormFacts();
  const [round, setRound] = useState(0);
  const { data: api } = useApiDocument();
  const schema = useMemo(() => (api ? bodyOf(api, 'post', '/v1/routing/preview').properties : undefined) ?? {}, [api]);
  const fields = useMemo(() => fieldsOf(typedOf(schema.lead ?? {})), [schema]);
  const facts = useMemo(() => ({ ...around, id, saved: null, remarks: [] }), [around, id]);
  const chosen = useRef('');
  const madeUp = useRef(sample.lead);
  async function take(leadId: string): Promise<void> {
    if (chosen.current === '') madeUp.current = sample.lead;
    chosen.current = leadId;
    const lead = leadId === '' ? madeUp.current : await read(leadId);
    // Another lead may have been chosen while this one was read.
    if (chosen.current !== leadId) return;
    onChange((now) => ({ ...now, lead }));
    setRound((before) => before + 1);
  }
  async function read(leadId: string): Promise<JsonObject> {
    const lead = await get('/v1/leads/{id}', { path: { id: leadId } });
    // It is tried as if it came in now: when it was submitted may be too long ago for a new lead.
    const { submittedAt: _, ...asNew } = fitted(schema.lead ?? {}, lead as unknown as JsonObject);
    return asNew;
  }
  return (
    <FormContext value={facts}>
      <LeadChoice onChoose={take} />
      <details className="form">
        <summary>Make one up</summary>
        <div className="form">
          <Fields
            key={round}
            fields={[...fields, fieldOf('at', schema.at ?? {})]}
            value={{ ...sample.lead, ...(sample.at !== undefined && { at: sample.at }) }}
            pointer=""
            onChange={({ at, ...lead }) => onChange({ lead, ...(typeof at === 'string' && { at }) })}
          />
        </div>
      </details>
    </FormContext>
  );
}

function LeadChoice({ onChoose }: { onChoose: (id: string) => Promise<void> }) {
  const { data } = useQuery({ queryKey: ['leads', 'latest'], queryFn: () => readSlimLeads({ limit: 50 }) });
  if (data === undefined || data.data.length === 0) return null;
  return (
    <SelectField
      label="Lead"
      defaultValue=""
      onChange={({ target }) => void onChoose(target.value)}
      none="The one made up below"
      options={data.data.map((lead) => ({ id: lead.id, name: rowNameOf(lead) }))}
    />
  );
}

function typedOf({ properties = {}, ...schema }: JsonSchema): JsonSchema {
  const groups = Object.entries(ASKED).map(([group, names]) => [group, only(properties[group] ?? {}, names)]);
  return {
    ...only({ properties, ...schema }, PLAIN),
    properties: { ...only({ properties }, PLAIN).properties, ...Object.fromEntries(groups) },
  };
}

const only = ({ properties = {}, ...schema }: JsonSchema, names: readonly string[]): JsonSchema => ({
  ...schema,
  properties: Object.fromEntries(Object.entries(properties).filter(([name]) => names.includes(name))),
});

/** Returns the fields of a document that a schema accepts. */
function fitted({ properties = {} }: JsonSchema, document: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, schema]): [string, Json][] => {
      const value = document[name];
      if (value === undefined || value === null) return [];
      return [[name, schema.properties && isObject(value) ? fitted(schema, value) : value]];
    }),
  );
}
