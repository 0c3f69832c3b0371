import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { BATCH_ENTRIES_MAX } from '../platform/body.js';
import { removableFields, staying } from '../platform/removable.js';
import { IS_TEST, LEAD_SCHEMAS } from '../vocabulary/lead-fields.js';

const closed = { additionalProperties: false } as const;
const { test, ...told } = LEAD_SCHEMAS;

export const LeadBody = Type.Object(
  {
    ...told,
    owner: Type.Optional(
      Type.Object(
        { repId: Type.String({ format: 'uuid', description: 'The `id` of that rep.' }) },
        { ...closed, description: 'The rep who owns it already. Routing rules are skipped; clocks start as usual.' },
      ),
    ),
    test: Type.Boolean({ default: false, description: IS_TEST }),
  },
  closed,
);
export type LeadBody = Static<typeof LeadBody>;

const batchOf = <Lead extends TSchema>(lead: Lead) =>
  Type.Object(
    {
      leads: Type.Array(lead, {
        minItems: 1,
        maxItems: BATCH_ENTRIES_MAX,
        description: 'Leads, each as in `POST /v1/leads`.',
      }),
    },
    closed,
  );

/** Each lead is checked on its own, so that one that is refused does not take the others with it. */
export const BatchBody = batchOf(Type.Unknown());
export type BatchBody = Static<typeof BatchBody>;
/** What `BatchBody` is made of, for whoever writes one. */
export const DocumentedBatch = batchOf(LeadBody);

/** What turned out later: what is given replaces, null takes away, all else stays (RFC 7396). */
export const LeadPatch = Type.Object(
  {
    ...removableFields(told),
    source: staying(told.source, 'Every lead has a source: another may be given, and none taken away.'),
    test: staying(test, 'Expected true or false: every lead is one or the other, and null takes nothing away here.'),
    reroute: Type.Unsafe<'never' | 'ifUntouched'>({
      type: 'string',
      enum: ['never', 'ifUntouched'],
      default: 'never',
      description: 'Whether to route the lead again: never, or if nobody has touched it yet.',
    }),
  },
  { ...closed, minProperties: 1 },
);
export type LeadPatch = Readonly<Record<string, unknown>> & { readonly reroute: 'never' | 'ifUntouched' };
