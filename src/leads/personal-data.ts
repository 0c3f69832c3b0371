import type { TSchema } from '@sinclair/typebox';
import type { Sql } from '../platform/database.js';
import type { Instant } from '../platform/duration.js';
import { Registry } from '../platform/registry.js';
import { ERASED_TEXT } from '../vocabulary/erased-text.js';

/** What is erased, as a certificate says it. */
export const ERASED_KINDS = {
  contact: 'Names, addresses, numbers and whatever else was known of the contact',
  messages: 'What the person wrote',
  inquiries: 'Forms that had joined a lead',
  company: 'Companies',
  attributes: 'Further fields of leads',
  clickIds: 'Click ids, and what the person allowed ad platforms',
  landingPages: 'Landing pages',
  accountContacts: 'Contacts of accounts',
  otherIds: 'Ids in other systems',
  words: 'The words by which leads are found',
  places: 'Where the person lives, in deadlines',
  touches: 'Notes of touches, and their ids in other systems',
  closings: 'Notes and texts of dispositions',
  milestones: 'Why milestones were reversed',
  deals: 'What deals were called, and why they were lost',
  contracts: 'Why contracts were amended',
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
  readonly harmless?: readonly string[];
}

/** Tables of a satellite with something of persons, and what it keeps of them otherwise. */
export interface PersonalData {
  readonly tables: Readonly<Record<string, LeadTable>>;
  /** What the person is told of rows, by the section of their table; and by which SQL where that is more than its columns. */
  readonly sections: Readonly<Record<string, Section>>;
  /** Columns that are found by hashes or by text, and erased by the store of their table. */
  readonly foundOtherwise?: Readonly<Record<string, Readonly<Record<string, ErasedKind>>>>;
}

export interface Section {
  readonly schema: TSchema;
  /** SQL for rows with an `id`, and the lead that they are `of`, of leads `$1`; where no table has the section. */
  readonly select?: string;
}

/**
 * Where satellites keep something of a person. Erasing and subject access follow from it, and a column of text or JSON of
 * which nothing is said fails a test.
 */
export const PERSONAL_DATA = new Registry<PersonalData>();

/** What is kept of persons who need have no lead, and how they are told of it. */
export const HELD_OF_PERSONS = new Registry<{
  /** The name of its list in what the person is told. */
  readonly section: string;
  readonly schema: TSchema;
  read(sql: Sql, person: { readonly by: 'email' | 'phone'; readonly key: string }): Promise<readonly object[]>;
}>();

/** What came of leads: SQL for the `id` of each and its `lead_id`. */
export interface CameOfLeads {
  readonly select: string;
  /** It may have come of other leads as well. */
  readonly isShared?: true;
}

export const CAME_OF_LEADS = new Registry<CameOfLeads>();

/** SQL for the ids of what came of leads, and of which. @param among what of it */
export function cameOfLeads(among: (each: CameOfLeads) => boolean = () => true): string {
  const selects = CAME_OF_LEADS.all.filter(among).map(({ select }) => select);
  return ['select null::uuid as id, null::uuid as lead_id where false', ...selects].join(' union all ');
}

/** What somebody outside was told of erased leads, and keeps. */
export interface ToldOutside {
  readonly destinationId: string;
  readonly platform: string;
  /** How many things it was told, or may have been. */
  readonly items: number;
  readonly lastSentAt: Instant;
  /** What it offers to delete them, in plain English. */
  readonly deleting: string;
}

export const TOLD_OUTSIDE = new Registry<{
  readonly platforms: readonly string[];
  read(sql: Sql, erasureId: string): Promise<readonly ToldOutside[]>;
}>();

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
