import type { ModelLead } from './model-lead.js';

type Tenure = ModelLead['tenures'][number];

/** The tenures of a lead as if what was undone had never been: its rep goes on with the lead as before. */
export function standing({ tenures }: Pick<ModelLead, 'tenures'>): Tenure[] {
  const stand: Tenure[] = [];
  for (const tenure of tenures) {
    const former = tenure.cause === 'undone' ? stand.findLastIndex(({ rep }) => rep === tenure.rep) : -1;
    if (former === -1) stand.push(tenure);
    else stand.length = former + 1;
  }
  return stand;
}
