import { type Static, Type } from '@sinclair/typebox';
import { type Fault, fault } from '../platform/input/fault.js';
import { instantOf } from '../platform/input/formats.js';
import {
  id,
  instant,
  nullable,
  oneOf,
  optionalFlag,
  optionalId,
  optionalInstant,
  optionalOneOf,
  optionalText,
} from '../platform/input/schema.js';
import { boolean, code, instant as instantColumn, numeric, text, uuid } from '../platform/sql/table.js';
import { isoOrNull } from '../platform/values/duration.js';

/* The fields of a deal in the pipeline: its type of business, and how likely it is to be won. */

/** What a deal is to the customer: the first, more of it, its next term, or a return. */
export const DEAL_TYPES = ['new', 'expansion', 'renewal', 'reactivation'] as const;
export type DealType = (typeof DEAL_TYPES)[number];

/** How sure its owner is to win it. */
const FORECAST_CATEGORIES = ['pipeline', 'bestCase', 'commit', 'omitted'] as const;
export type ForecastCategory = (typeof FORECAST_CATEGORIES)[number];

export const PIPELINE_COLUMNS = {
  type: code<DealType>(),
  follows: uuid().named('follows_deal_id').nullable(),
  contractId: uuid().nullable(),
  category: code<ForecastCategory>(),
  /** From 0 to 1; null if not reported. */
  probability: numeric().nullable(),
  firstTalkAt: instantColumn().nullable(),
  decisionMaker: text().nullable().personal(),
  atRisk: boolean(),
};
type PipelineFields = typeof PIPELINE_COLUMNS;
export type Pipeline = { readonly [Name in keyof PipelineFields]: PipelineFields[Name]['value'] };

const TYPE_WORDS =
  '`new`: the first with its account. `expansion`: more with a customer. `renewal`: the next term of what it follows. `reactivation`: with a former customer.';
const CATEGORY_WORDS =
  'How the forecast counts it: `pipeline`, `bestCase`, `commit`, or `omitted`, which is in no forecast.';

export const PIPELINE_INPUT = {
  type: optionalOneOf(DEAL_TYPES, { description: `${TYPE_WORDS} \`new\` by default.` }),
  follows: optionalId('The earlier deal with the same account that it follows.'),
  contractId: optionalId('The contract with the same account that it is about.'),
  category: optionalOneOf(FORECAST_CATEGORIES, { description: `${CATEGORY_WORDS} \`pipeline\` by default.` }),
  probability: Type.Optional(
    Type.Number({
      minimum: 0,
      maximum: 1,
      description: 'How likely it is to be won, from 0 to 1, with at most four decimals.',
    }),
  ),
  firstTalkAt: optionalInstant('When it was first talked about with the customer.'),
  decisionMaker: optionalText(300, 'Who decides about it, at the customer.'),
  atRisk: optionalFlag('Whether its owner fears to lose it; false by default.'),
};

export const PIPELINE_SHOWN = {
  type: oneOf(DEAL_TYPES, { description: TYPE_WORDS }),
  follows: nullable(id, 'The deal that it follows; null for none.'),
  contractId: nullable(id, 'The contract that it is about; null for none.'),
  category: oneOf(FORECAST_CATEGORIES, { description: CATEGORY_WORDS }),
  probability: nullable(
    Type.Number({ minimum: 0, maximum: 1 }),
    'How likely it is to be won; null if this was not stated.',
  ),
  firstTalkAt: nullable(instant, 'When it was first talked about; null if it was not.'),
  decisionMaker: nullable(Type.String(), 'Who decides about it, at the customer; null if not known.'),
  atRisk: Type.Boolean({ description: 'Whether its owner fears to lose it.' }),
};

const PipelineBody = Type.Object(PIPELINE_INPUT);
type ReportedPipeline = Static<typeof PipelineBody>;

/** The defaults of a new deal. */
export const PLAIN: Pipeline = {
  type: 'new',
  follows: null,
  contractId: null,
  category: 'pipeline',
  probability: null,
  firstTalkAt: null,
  decisionMaker: null,
  atRisk: false,
};

export function pipelineOf(reported: ReportedPipeline): Pipeline {
  const { type, follows, contractId, category, probability, firstTalkAt, decisionMaker, atRisk } = reported;
  return {
    type: type ?? PLAIN.type,
    follows: follows?.toLowerCase() ?? null,
    contractId: contractId?.toLowerCase() ?? null,
    category: category ?? PLAIN.category,
    probability: probability === undefined ? null : String(probability),
    firstTalkAt: firstTalkAt === undefined ? null : instantOf(firstTalkAt),
    decisionMaker: decisionMaker ?? null,
    atRisk: atRisk ?? false,
  };
}

export function pipelineView(pipeline: Pipeline) {
  const { type, follows, contractId, category, probability, firstTalkAt, decisionMaker, atRisk } = pipeline;
  return {
    type,
    follows,
    contractId,
    category,
    probability: probability === null ? null : Number(probability),
    firstTalkAt: isoOrNull(firstTalkAt),
    decisionMaker,
    atRisk,
  };
}

/** The fields as a request would give them, without those that have their defaults. */
export function reportedPipelineOf(pipeline: Pipeline): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(pipelineView(pipeline)).filter(
      ([name, value]) => value !== pipelineView(PLAIN)[name as keyof Pipeline],
    ),
  );
}

export function faultsOfPipeline({ probability }: ReportedPipeline): Fault[] {
  if (probability === undefined || Number(probability.toFixed(4)) === probability) return [];
  return [fault('/probability', 'format', 'Expected at most four decimals.')];
}
