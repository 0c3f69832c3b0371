import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { get, type Schemas, TouchlineProblem } from '../api/api.js';
import { Fact } from '../parts/fact.js';
import { useNames } from '../parts/use-names.js';
import { nameOf, STATUSES } from './person.js';
import { readSlimLeads, rowNameOf } from './slim-leads.js';

type Lead = Schemas['Lead'];

const LINKED_MAX = 20;

/** Other leads of the person: the one that was there before, the one that it was merged into, and later ones. */
export function SamePerson({ lead: { id, duplicateOf, mergedInto } }: { lead: Lead }) {
  const { data: later } = useQuery({
    queryKey: ['lead', id, 'linked'],
    queryFn: () => readSlimLeads({ duplicateOf: id, limit: LINKED_MAX }),
  });
  return (
    <>
      {duplicateOf !== undefined && <OtherLead name="Asked before" id={duplicateOf} />}
      {mergedInto !== undefined && <OtherLead name="Merged into" id={mergedInto} />}
      {later?.data.map((other) => (
        <Fact key={other.id} name="Asked later">
          <Standing {...other} name={rowNameOf(other)} />
        </Fact>
      ))}
    </>
  );
}

function OtherLead({ name, id }: { name: string; id: string }) {
  const { data, error } = useQuery({
    queryKey: ['lead', id],
    queryFn: () => get('/v1/leads/{id}', { path: { id } }),
  });
  const isUnseen = error instanceof TouchlineProblem && error.status === 404;
  return (
    <Fact name={name}>
      {data !== undefined && <Standing {...data} name={nameOf(data)} />}
      {isUnseen && 'Another lead of this person, which you may not see'}
    </Fact>
  );
}

/** A link to a lead, with its state and its owner. */
function Standing({ id, name, status, ownerId }: Pick<Lead, 'id' | 'status' | 'ownerId'> & { readonly name: string }) {
  const nameOfRep = useNames();
  const owner = ownerId === null ? 'without an owner' : `of ${nameOfRep(ownerId)}`;
  return (
    <>
      <Link href={`/leads/${id}`}>{name}</Link>, {STATUSES[status].toLowerCase()}, {owner}
    </>
  );
}
