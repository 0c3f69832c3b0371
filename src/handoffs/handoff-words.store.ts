/** Words that a search takes; further ones are ignored. */
const WORDS_MAX = 10;

/** SQL for whether promises of a handoff may be searched: whoever searches need not be a party that sees sensitive fields. */
const IS_OPEN = `not exists (
    select from handoff_kind_form as kind
     where kind.kind_id = handoff.kind_id and kind.version = coalesce(handoff.kind_version, kind.version)
       and concat(kind.form #> '{properties,promises}', kind.form #> '{properties,promised}', kind.form->'$defs')
           ~ '"sensitive":\\s*true')`;

/**
 * Returns conditions on handoffs in which each word of a question begins a word of a promise, a question with its answer,
 * a blocker with its lesson, or the name of the deal or account. Each place has an index on exactly this expression.
 * @param bind adds a value to the statement and returns its parameter
 */
export function wordsSql(question: string, bind: (value: unknown) => string): string[] {
  const words = question.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0) return ['false'];
  return words.slice(0, WORDS_MAX).map((word) => {
    const asked = `${bind(`${word}:*`)}::tsquery`;
    return `handoff.id in (
      select handoff.id from handoff
       where jsonb_to_tsvector('simple', coalesce(form->'promises', form->'promised', 'null'), '["string"]') @@ ${asked} and ${IS_OPEN}
       union all
      select handoff_id from handoff_question where to_tsvector('simple', text || ' ' || coalesce(answer, '')) @@ ${asked}
       union all
      select handoff_id from handoff_blocker where to_tsvector('simple', text || ' ' || coalesce(lesson, '')) @@ ${asked}
       union all
      select handoff.id from deal join handoff on handoff.deal_id = deal.id where to_tsvector('simple', name) @@ ${asked}
       union all
      select handoff.id from account join handoff on handoff.account_id = account.id
       where to_tsvector('simple', name) @@ ${asked})`;
  });
}
