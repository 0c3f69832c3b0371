import { Link } from 'wouter';
import type { Schemas } from '../api/api.js';
import { ClockChip } from '../clocks/clock-chip.js';
import { ASKED } from '../clocks/urgency.js';
import { rowNameOf, type SlimLead } from '../leads/slim-leads.js';

interface Props {
  readonly leads: readonly SlimLead[];
  readonly reps: readonly Schemas['Rep'][];
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
}

/** Open leads, what is due first, with boxes to choose several. */
export function OpenLeads({ leads, reps, selected, onSelect }: Props) {
  const nameOfRep = (id: string | null) =>
    id === null ? 'Nobody' : (reps.find((rep) => rep.id === id)?.name ?? 'Somebody');
  const areAll = leads.every(({ id }) => selected.has(id));
  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect(next);
  };
  return (
    <div className="scrolls">
      <table>
        <thead>
          <tr>
            <th scope="col">
              <input
                type="checkbox"
                aria-label="All that are shown"
                checked={areAll}
                onChange={() => onSelect(areAll ? new Set() : new Set(leads.map(({ id }) => id)))}
              />
            </th>
            <th scope="col">Due</th>
            <th scope="col">Lead</th>
            <th scope="col">What</th>
            <th scope="col">Owner</th>
            <th scope="col">Source</th>
            <th scope="col">Moved</th>
          </tr>
        </thead>
        <tbody>
          {leads.map((lead) => (
            <tr key={lead.id}>
              <td>
                <input
                  type="checkbox"
                  aria-label={`Select ${rowNameOf(lead)}`}
                  checked={selected.has(lead.id)}
                  onChange={() => toggle(lead.id)}
                />
              </td>
              <td>
                <ClockChip clock={lead.clock} />
              </td>
              <td>
                <Link href={`/leads/${lead.id}`}>{rowNameOf(lead)}</Link>
                {lead.companyName !== null && lead.name !== null && ` ${lead.companyName}`}
              </td>
              <td>{lead.clock === null ? '' : ASKED[lead.clock.kind]}</td>
              <td>{nameOfRep(lead.ownerId)}</td>
              <td>{lead.source}</td>
              <td>{lead.reassignments === 0 ? '' : `${lead.reassignments} ×`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
