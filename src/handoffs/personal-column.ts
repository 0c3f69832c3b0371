import { DEALS_OF_LEADS, leadOfDeal } from '../deals/personal-data.js';
import type { LeadTable, PersonalColumn } from '../leads/personal-data.js';
import { NO_VALUES, QUOTED_VALUES } from '../records/updates/update-questions.js';
import { ERASED_TEXT } from '../vocabulary/erased-text.js';
import { RECORDS } from './questions/question.js';

/** Which handoffs are erased as a whole, and what their rows are listed under in a subject access. */
export interface ErasedHandoffs {
  /** SQL for the ids of the handoffs, from `$1`. */
  readonly handoffs: string;
  /** SQL for what the rows of a handoff belong to. @param handoffId SQL for its id */
  of(handoffId: string): string;
}

/** Handoffs of the deals that came of leads `$1`, or follow these. */
export const OF_LEADS: ErasedHandoffs = {
  handoffs: `select given.id from handoff as given where given.deal_id in (${DEALS_OF_LEADS})`,
  of: (handoffId) => leadOfDeal(`(select given.deal_id from handoff as given where given.id = ${handoffId})`),
};

/** Handoffs with the ids `$1`. */
export const BY_ID: ErasedHandoffs = { handoffs: 'select unnest($1::uuid[])', of: (handoffId) => handoffId };

/** Relates rows of a table to what is erased. @param column with the id of the handoff */
export function ofHandoff(erased: ErasedHandoffs, table: string, column: string): Pick<LeadTable, 'of' | 'among'> {
  return { of: erased.of(`${table}.${column}`), among: isOfOwn(erased, table, column) };
}

/** Like `ofHandoff`, and also relates rows of handoffs whose forms were filled in from such handoffs. */
export function ofHandoffOrCopy(
  erased: ErasedHandoffs,
  table: string,
  column: string,
): Pick<LeadTable, 'of' | 'among'> {
  const copies = `select given.id from handoff as given where given.copied <> '{}' and given.copied ?| ($1::uuid[])::text[]`;
  return { ...ofHandoff(erased, table, column), among: `${table}.${column} in (${erased.handoffs} union ${copies})` };
}

function isOfOwn({ handoffs }: ErasedHandoffs, table: string, column: string): string {
  return `${table}.${column} in (${handoffs})`;
}

/** A form is reported as a whole, and the person is taken out of it by place. */
export const FORM = {
  form: { what: 'handoffs', holds: 'false', becomes: 'form', as: 'form' },
} as const satisfies Record<string, PersonalColumn>;

/**
 * Erases the former values of pieces that a receiver missed: all of them in a handoff of the lead's deals, and in
 * another one only those that were copied from such a handoff. The others stay, as they show whether a piece was
 * completed since.
 */
export function emptiedPieces(erased: ErasedHandoffs, table: string, column: string): PersonalColumn {
  const at = `(piece->>'pointer') || '/'`;
  const isGone = `(${isOfOwn(erased, table, column)} or exists (
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

/** SQL for the steps of a JSON pointer, without the escapes of RFC 6901. */
const PATH = `(select array_agg(replace(replace(part, '~1', '/'), '~0', '~') order by number)
    from unnest(string_to_array(substr(pointer, 2), '/')) with ordinality as parts (part, number))`;

/**
 * SQL for the values that were copied from handoffs of leads `$1` into those of others and are still there, each with
 * its lead and place.
 */
export const COPIES = `select given.id || ' ' || pointer as id, copied.lead_id as of, given.form #> ${PATH} as value
    from handoff as given, jsonb_each(given.copied) as copied (lead_id, pointers), jsonb_array_elements_text(pointers) as pointer
   where given.copied <> '{}' and given.copied ?| ($1::uuid[])::text[] and copied.lead_id = any (($1::uuid[])::text[])
     and given.form #> ${PATH} is not null and copied.lead_id is distinct from ${leadOfDeal('given.deal_id')}::text
   order by given.id, pointer`;

/** SQL for the places in the form of a handoff that were filled in from handoffs of leads `$1`. */
function copiedTo(table: string, column: string): string {
  return `select distinct pointer
      from handoff as given, jsonb_each(given.copied) as copied (lead_id, pointers), jsonb_array_elements_text(pointers) as pointer
     where given.id = ${table}.${column} and copied.lead_id = any (($1::uuid[])::text[])`;
}

const QUOTES_FORM = `(asked_by_type = 'system' and asked_by_rule = '${RECORDS}' and text ~ '${QUOTED_VALUES}')`;

/**
 * Erases questions: all of the text in a handoff of the lead's deals, and in one that was filled in from such a handoff
 * only the values that Touchline quotes from form and tool, as it is not known which of them were copied.
 */
export function textOfQuestions(erased: ErasedHandoffs): PersonalColumn {
  const own = isOfOwn(erased, 'handoff_question', 'handoff_id');
  return {
    what: 'handoffs',
    holds: `(case when ${own} then text <> '${ERASED_TEXT}' else ${QUOTES_FORM} end)`,
    becomes: `case when ${own} then '${ERASED_TEXT}'
    when ${QUOTES_FORM} then regexp_replace(text, '${QUOTED_VALUES}', '${NO_VALUES}', 'g') else text end`,
    as: 'text',
  };
}

/** Limits columns to rows of the lead's own handoffs, in a table that has rows of others too. */
export function ofOwnHandoff(
  erased: ErasedHandoffs,
  table: string,
  column: string,
  columns: Readonly<Record<string, PersonalColumn>>,
): Record<string, PersonalColumn> {
  const own = isOfOwn(erased, table, column);
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
