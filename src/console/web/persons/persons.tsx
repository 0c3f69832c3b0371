import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { get, type Schemas, TouchlineProblem } from '../api/api.js';
import { InputField } from '../parts/fields.js';
import { Form, textOf } from '../parts/form.js';
import { saveAs } from '../parts/save-as.js';
import { useRefusals } from '../parts/sending.js';
import { Unread, useTitle } from '../parts/states.js';
import { shortDateTime } from '../parts/times.js';
import { titled } from '../parts/words.js';
import { useMe } from '../session/me.js';
import { Choosing } from './choosing.js';
import { EraseDialog } from './erase-dialog.js';
import { Erasures } from './erasures.js';
import { type Choice, choicesIn, nameIn, namesIn, othersIn, personIn, titleOf } from './naming.js';

type Held = Schemas['SubjectAccess'];

const keyOf = (who: string) => ['person', who];

/** What is stored about a person, and their erasure. Whom it is about is not kept in the address of the page. */
export function Persons() {
  useTitle('Persons');
  const queries = useQueryClient();
  const [who, setWho] = useState('');
  async function find(form: FormData): Promise<void> {
    const found = textOf(form, 'who');
    setWho(found);
    // About the same person, more may be stored by now.
    await queries.resetQueries({ queryKey: keyOf(found) });
  }
  return (
    <section className="page">
      <h1>Persons</h1>
      <p>Find everything that is stored about somebody: to send it to them, or to erase it.</p>
      <Form onSend={find} send="Find">
        <InputField
          label="E-mail address, phone number or lead"
          name="who"
          maxLength={320}
          required
          autoComplete="off"
        />
      </Form>
      {who !== '' && <Found key={who} who={who} onChoose={setWho} />}
      <Erasures />
    </section>
  );
}

function Found({ who, onChoose }: { who: string; onChoose: (who: string) => void }) {
  const { timeZone } = useMe();
  const refused = useRefusals();
  const [isErasing, setErasing] = useState(false);
  const { data, error } = useQuery({ queryKey: keyOf(who), queryFn: () => pageOf(who), gcTime: 0 });
  if (data === undefined) {
    const persons = sharedBy(error);
    if (persons === null) return <Unread error={error} />;
    return (
      <section aria-label={who}>
        <h2>{who}</h2>
        <Choosing choices={persons} what="number" onChoose={onChoose} />
      </section>
    );
  }
  const others = othersIn(data, who);
  const names = namesIn(data);
  const choices = choicesIn(data, who);
  const isLead = 'leadId' in personIn(who);
  return (
    <section aria-label={titleOf(who)}>
      <h2>{titleOf(who)}</h2>
      {choices.length > 0 && (
        <Choosing choices={choices} what={'phone' in personIn(who) ? 'number' : 'address'} onChoose={onChoose} />
      )}
      {names.length > 0 && <p>Names found: {names.join(', ')}</p>}
      <ul className="lines">
        {data.data.map(({ id, source, receivedAt, contact }) => (
          <li key={id}>
            <Link href={`/leads/${id}`}>Lead</Link> {ofWhom(contact)}from {source}, received{' '}
            {shortDateTime(receivedAt, timeZone)}
          </li>
        ))}
        {countsOf(data).map(([what, count]) => (
          <li key={what}>
            {titled(what)}: {count}
          </li>
        ))}
      </ul>
      {data.data.length + countsOf(data).length === 0 && <p>Nothing is stored with this address or number.</p>}
      {data.nextCursor !== null && <p>There are more leads. The file has all of them.</p>}
      {others.length > 0 && choices.length === 0 && (
        <p>
          {isLead ? 'It has' : 'These leads also have'} {others.join(', ')}.{' '}
          {isLead
            ? 'Find each of them: more may be stored with it.'
            : 'If those are theirs too, find and erase each of them.'}
        </p>
      )}
      <p className="buttons">
        <button type="button" onClick={() => void refused(save(who))}>
          Save as a file
        </button>
        <button type="button" onClick={() => setErasing(true)}>
          Erase …
        </button>
      </p>
      {isErasing && <EraseDialog who={who} onClose={() => setErasing(false)} />}
    </section>
  );
}

const pageOf = (who: string, page: { readonly cursor?: string } = {}): Promise<Held> =>
  get('/v1/subject-access', { query: { ...personIn(who), ...page } });

/** ` of Kim ` */
function ofWhom(contact: Held['data'][number]['contact']): string {
  const name = nameIn(contact ?? {});
  return name === undefined ? '' : `of ${name} `;
}

/** Returns who gave a number that several people share; null if that is not what is wrong. */
function sharedBy(error: unknown): readonly Choice[] | null {
  const persons = error instanceof TouchlineProblem ? error.body.persons : undefined;
  return Array.isArray(persons) ? persons : null;
}

/** Saves all pages: one document, or a list of them. */
async function save(who: string): Promise<void> {
  const pages = [await pageOf(who)];
  for (let cursor = pages[0]!.nextCursor; cursor !== null; cursor = pages.at(-1)!.nextCursor)
    pages.push(await pageOf(who, { cursor }));
  const text = JSON.stringify(pages.length === 1 ? pages[0] : pages, null, 2);
  saveAs(new Blob([text], { type: 'application/json' }), 'person.json');
}

/** Returns how much is stored besides leads, by its section. */
function countsOf({ data: _, ...sections }: Held): [string, number][] {
  return Object.entries(sections).flatMap(([name, rows]): [string, number][] =>
    Array.isArray(rows) && rows.length > 0 ? [[name, rows.length]] : [],
  );
}
