import { ERASED_TEXT } from '../vocabulary/erased-text.js';

/** What is erased, as a certificate says it. */
export const ERASED_KINDS = {
  contact: 'Names, addresses, numbers and whatever else was known of the contact',
  messages: 'What the person wrote',
  company: 'Companies',
  attributes: 'Further fields of leads',
  clickIds: 'Click ids, and what the person allowed ad platforms',
  landingPages: 'Landing pages',
  otherIds: 'Ids in other systems',
  words: 'The words by which leads are found',
  places: 'Where the person lives, in deadlines',
  touches: 'Notes of touches, and their ids in other systems',
  closings: 'Notes and texts of dispositions',
  milestones: 'Why milestones were reversed',
  deals: 'What deals were called, and why they were lost',
  handoffs:
    'What was handed over, why it was returned, why it was handed over before it was complete, and what the client was told',
  moves: 'Notes of moves',
  pauses: 'Reasons of pauses',
  strikes: 'Reasons of strikes',
  traces: 'Values of the person in the explanations of routing',
  answers: 'Answers that were kept for repeated requests',
  platformAnswers: 'What ad platforms answered',
  webhookAnswers: 'What the endpoints of webhooks answered',
  suppressions: 'Hashes of suppressions that no longer hold',
} as const;
export type ErasedKind = keyof typeof ERASED_KINDS;

export interface PersonalColumn {
  readonly what: ErasedKind;
  /** When it holds something of the person, in SQL. */
  readonly holds: string;
  /** What it becomes, in SQL over the row as it was. */
  readonly becomes: string;
  /** Under which name the person is told of it; null where it is only another form of what they are told. */
  readonly as: string | null;
  /** What they are told, in SQL, where that is not the column. */
  readonly told?: string;
}

/** A table whose rows are about one lead each, or about what came of one. */
export interface LeadTable {
  /** The column with the id of the lead; where there is none, how it is found, in SQL over a row. */
  readonly of: string;
  /** Where there is no such column: which rows are about leads `$1`, in SQL. */
  readonly among?: string;
  /** The column by which its rows are told apart and sorted, where that is not `id`. */
  readonly key?: string;
  /** The list in which the person is told of its rows; null: the lead itself, or nothing. */
  readonly section: string | null;
  readonly personal: Readonly<Record<string, PersonalColumn>>;
  /** What else becomes of its rows, whether they hold something or not: assignments, in SQL. */
  readonly also?: readonly string[];
  /** What else they are told of a row, by name: columns that hold nothing of a person. Instants end in `_at`. */
  readonly facts: Readonly<Record<string, string>>;
  /** Other columns of text that hold nothing of a person: codes, words of ours, names from the configuration. */
  readonly harmless: readonly string[];
}

/** Of handoffs of deals that came of leads. @param column with the id of the handoff */
export function ofHandoff(table: string, column: string): Pick<LeadTable, 'of' | 'among'> {
  const deals = `select deal.lead_id from deal join handoff as given on given.deal_id = deal.id where given.id = ${table}.${column}`;
  return { of: `(${deals})`, among: isOfOwn(table, column) };
}

/** The same, and of those whose forms were filled in from such handoffs. */
export function ofHandoffOrCopy(table: string, column: string): Pick<LeadTable, 'of' | 'among'> {
  const copies = `select given.id from handoff as given where given.copied <> '{}' and given.copied ?| ($1::uuid[])::text[]`;
  return { ...ofHandoff(table, column), among: `${table}.${column} in (${OWN_HANDOFFS} union ${copies})` };
}

const OWN_HANDOFFS =
  'select given.id from handoff as given join deal on deal.id = given.deal_id where deal.lead_id = any ($1::uuid[])';

/** Of what was told of leads, their deals and handoffs, and the companies of these. */
export function ofDeliveries(table: string): Pick<LeadTable, 'of' | 'among'> {
  const subject = `(select subject_id from delivery where delivery.id = ${table}.delivery_id)`;
  const deals = `select deal.id, deal.lead_id from deal union all
    select given.id, deal.lead_id from handoff as given join deal on deal.id = given.deal_id`;
  return {
    of: `coalesce(${table}.lead_id, (select told.lead_id from (${deals}) as told where told.id = ${subject}))`,
    among: `(${table}.lead_id = any ($1::uuid[]) or ${table}.delivery_id in (
      select delivery.id from delivery where delivery.subject_id in (
        select deal.id from deal where deal.lead_id = any ($1::uuid[])
        union select deal.account_id from deal where deal.lead_id = any ($1::uuid[])
        union ${OWN_HANDOFFS})))`,
  };
}

function isOfOwn(table: string, column: string): string {
  return `${table}.${column} in (${OWN_HANDOFFS})`;
}

/**
 * A form of which nothing is left where it is of a handoff of the lead's own deal. Of one that was filled in from such a
 * handoff what was filled in goes.
 * @param column with the id of the handoff
 */
export function emptiedForm(table: string, column: string): Record<string, PersonalColumn> {
  const own = isOfOwn(table, column);
  const pointers = copiedTo(table, column);
  return {
    form: {
      what: 'handoffs',
      holds: `case when ${own} then ${table}.form::text <> '{}'
        else exists (select from (${pointers}) as gone where ${table}.form #> ${PATH} is not null) end`,
      becomes: `case when ${own} then '{}' else (
        with recursive gone as (select row_number() over () as number, ${PATH} as path from (${pointers}) as pointers),
          rest as (
            select 0::bigint as number, ${table}.form as form
             union all
            select gone.number, rest.form #- gone.path from rest join gone on gone.number = rest.number + 1)
        select rest.form from rest order by rest.number desc limit 1) end`,
      as: 'form',
    },
  };
}

/**
 * What stood where a receiver missed something: all of it in a handoff of the lead's own deal, of another one what was
 * filled in from such a handoff. What stands there of others stays: by that it is known whether it was made up for.
 */
export function emptiedPieces(table: string, column: string): PersonalColumn {
  const at = `(piece->>'pointer') || '/'`;
  const isGone = `(${isOfOwn(table, column)} or exists (
    select from (${copiedTo(table, column)}) as gone
     where starts_with(${at}, gone.pointer || '/') or starts_with(gone.pointer || '/', ${at})))`;
  return {
    what: 'handoffs',
    holds: `exists (select from jsonb_array_elements(${table}.missing) as piece where piece ? 'was' and ${isGone})`,
    becomes: `(select jsonb_agg(case when ${isGone} then piece - 'was' else piece end order by place)
      from jsonb_array_elements(${table}.missing) with ordinality as pieces (piece, place))`,
    as: 'missing',
  };
}

/** The steps of a JSON pointer, as RFC 6901 escapes them. */
const PATH = `(select array_agg(replace(replace(part, '~1', '/'), '~0', '~') order by number)
    from unnest(string_to_array(substr(pointer, 2), '/')) with ordinality as parts (part, number))`;

/** What was filled in from handoffs of leads `$1` into others, as it stands there: of which lead, where, and what. */
export const COPIES = `select given.id || ' ' || pointer as id, copied.lead_id as of, given.form #> ${PATH} as value
    from handoff as given, jsonb_each(given.copied) as copied (lead_id, pointers), jsonb_array_elements_text(pointers) as pointer
   where given.copied <> '{}' and given.copied ?| ($1::uuid[])::text[] and copied.lead_id = any (($1::uuid[])::text[])
     and given.form #> ${PATH} is not null
   order by given.id, pointer`;

/** Where the form of a handoff holds what was filled in from handoffs of leads `$1`. */
function copiedTo(table: string, column: string): string {
  return `select distinct pointer
      from handoff as given, jsonb_each(given.copied) as copied (lead_id, pointers), jsonb_array_elements_text(pointers) as pointer
     where given.id = ${table}.${column} and copied.lead_id = any (($1::uuid[])::text[])`;
}

/** Columns of a table with the rows of others: they are looked at in those of the lead's own handoffs alone. */
export function ofOwnHandoff(
  table: string,
  column: string,
  columns: Readonly<Record<string, PersonalColumn>>,
): Record<string, PersonalColumn> {
  const own = isOfOwn(table, column);
  return Object.fromEntries(
    Object.entries(columns).map(([name, { holds, becomes, ...rest }]) => [
      name,
      {
        ...rest,
        holds: `(${own} and ${holds})`,
        becomes: `case when ${own} then ${becomes} else ${table}.${name} end`,
      },
    ]),
  );
}

/** Which rows of a table are about leads `$1`. */
export function isAbout({ of, among = `${of} = any ($1::uuid[])` }: LeadTable): string {
  return among;
}

export function nulled(column: string, what: ErasedKind, as: string | null = column): Record<string, PersonalColumn> {
  return { [column]: { what, holds: `${column} is not null`, becomes: 'null', as } };
}

/** A text that its row has to have. */
export function replaced(column: string, what: ErasedKind, as: string): Record<string, PersonalColumn> {
  const holds = `(${column} is not null and ${column} <> '${ERASED_TEXT}')`;
  return { [column]: { what, holds, becomes: `case when ${column} is not null then '${ERASED_TEXT}' end`, as } };
}

/** What the lead held where rules failed; that they failed is kept. */
export function trace(column: string, as: string): Record<string, PersonalColumn> {
  const rules = `jsonb_array_elements(${column}::jsonb->'rules')`;
  return {
    [column]: {
      what: 'traces',
      holds: `exists (select from ${rules} as tests (outcome) where outcome->>1 is not null)`,
      becomes: `(select jsonb_set(${column}::jsonb, '{rules}', coalesce(jsonb_agg(
          case when jsonb_array_length(outcome) > 1 then jsonb_build_array(outcome->0, null) else outcome end order by place), '[]'))::json
        from ${rules} with ordinality as tests (outcome, place))`,
      as,
      told: `coalesce((select jsonb_agg(outcome->1) from ${rules} as tests (outcome) where outcome->>1 is not null), '[]')`,
    },
  };
}
