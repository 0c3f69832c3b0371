import { Link } from 'wouter';
import type { Schemas } from '../api/api.js';
import { ClockChip } from '../clocks/clock-chip.js';
import { ASKED } from '../clocks/urgency.js';
import { rowNameOf, type SlimLead } from '../leads/slim-leads.js';
import { type Column, Table } from '../parts/table.js';
import { nameAmong } from '../parts/use-reps.js';

interface Props {
  readonly leads: readonly SlimLead[];
  readonly reps: readonly Schemas['Rep'][];
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
}

/** Open leads, what is due first, with boxes to choose several. */
export function OpenLeads({ leads, reps, selected, onSelect }: Props) {
  const areAll = leads.every(({ id }) => selected.has(id));
  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect(next);
  };
  const box = (label: string, checked: boolean, onChange: () => void) => (
    <input type="checkbox" aria-label={label} checked={checked} onChange={onChange} />
  );
  const columns: readonly Column<SlimLead>[] = [
    {
      name: 'Selected',
      is: 'control',
      head: box('All that are shown', areAll, () => onSelect(new Set(areAll ? [] : leads.map(({ id }) => id)))),
      cell: (lead) => box(`Select ${rowNameOf(lead)}`, selected.has(lead.id), () => toggle(lead.id)),
    },
    { name: 'Due', cell: ({ clock }) => <ClockChip clock={clock} /> },
    { name: 'Lead', cell: (lead) => <NameAndCompany lead={lead} /> },
    { name: 'What', cell: ({ clock }) => clock && ASKED[clock.kind] },
    { name: 'Owner', cell: ({ ownerId }) => (ownerId === null ? 'Nobody' : nameAmong(reps, ownerId)) },
    { name: 'Source', cell: ({ source }) => source },
    { name: 'Moved', cell: ({ reassignments }) => reassignments > 0 && `${reassignments} ×` },
  ];
  return <Table name="Open leads" rows={leads} keyOf={({ id }) => id} columns={columns} />;
}

function NameAndCompany({ lead }: { lead: SlimLead }) {
  return (
    <>
      <Link href={`/leads/${lead.id}`}>{rowNameOf(lead)}</Link>
      {lead.companyName !== null && lead.name !== null && ` ${lead.companyName}`}
    </>
  );
}
