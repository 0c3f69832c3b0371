import { useAuthors } from '../access/use-authors.js';
import type { Schemas } from '../api/api.js';
import { Fact } from '../parts/fact.js';
import { shortDateTime } from '../parts/times.js';
import { useMe } from '../session/me.js';

type Lead = Schemas['Lead'];
type Disposition = NonNullable<Lead['disposition']>;

/** By which door a lead was closed, by whom and when. */
export function ClosedBy({ lead, disposition }: { lead: Lead; disposition: Disposition }) {
  const { timeZone } = useMe();
  const author = useAuthors()(disposition.by);
  return (
    <Fact name="Closed by">
      {wordsOf(disposition.through, author, lead.rule)}, {shortDateTime(disposition.decidedAt, timeZone)}
    </Fact>
  );
}

function wordsOf(through: Disposition['through'], author: string, rule: string | null): string {
  switch (through) {
    case 'person':
      return author;
    case 'bulk':
      return `${author}, with other leads at once`;
    case 'rule':
      return `the rule “${rule}”, as it came in`;
    case 'suppression':
      return 'Touchline as it came in, because its person is suppressed';
    case 'unreachable':
      return 'its policy, after attempts that reached nobody';
    case 'deal':
      return 'Touchline, because of its deal';
    case 'erasure':
      return 'the erasure of its person';
    case 'import':
      return 'others, before it was imported';
  }
}
