import type { Day } from '../../platform/values/day.js';
import { counted } from '../../platform/values/words.js';
import type { Organisation } from '../founding.js';
import { renderGrid } from '../table.js';
import type { Customer, Fate } from './customers.js';

/** The days of the wins, and the first and last day of the report. */
interface YearSpan {
  readonly wonFrom: Day;
  readonly wonTo: Day;
  readonly from: Day;
  readonly to: Day;
}

interface Contract {
  readonly endsOn: Day;
  readonly notice: { readonly reason: string; readonly givenOn: Day; readonly endsOn: Day } | null;
}

interface Revenue {
  readonly lines: readonly { readonly contractId: string; readonly arr: string }[];
}

/** A row of `GET /v1/reports/sales-debt`. */
interface Debt {
  readonly label: string;
  readonly contracts: number;
  readonly wonArr: string;
  readonly survival: readonly { readonly day: number; readonly share: string | null }[];
  readonly reasons: readonly {
    readonly code: string;
    readonly answerable: string | null;
    readonly contracts: number;
  }[];
  readonly rework: { readonly handoffs: number; readonly returned: number | null };
}

/** A row of `GET /v1/reports/retention`. */
interface Retained {
  readonly key: { readonly channel?: string | null };
  readonly label: string;
  readonly accounts: number;
  readonly lost: number;
  readonly nrr: string | null;
  readonly grr: string | null;
}

interface Report<Row> {
  readonly data: readonly Row[];
  readonly total: Row;
}

export async function yearReport(
  { reader }: Pick<Organisation, 'reader'>,
  customers: readonly Customer[],
  fates: ReadonlyMap<string, Fate>,
  { wonFrom, wonTo, from, to }: YearSpan,
): Promise<string[]> {
  const lines: string[][] = [];
  for (const customer of customers) {
    const { deal, contractId, channel } = customer;
    const contract = await reader.get<Contract>(`/v1/contracts/${contractId}`);
    const [first, last] = [await arrOn(customer, from), await arrOn(customer, to)];
    lines.push([deal.name, channel ?? '–', first, last, endOf(contract, fates.get(contractId)!)]);
  }
  const debt = await reader.get<Report<Debt>>(
    `/v1/reports/sales-debt?wonFrom=${wonFrom}&wonTo=${wonTo}&by=channel&days=90,365`,
  );
  const retention = await reader.get<Report<Retained>>(`/v1/reports/retention?from=${from}&to=${to}&by=channel`);
  return [
    ...['', renderGrid([['customer', 'channel', `ARR on ${from}`, `on ${to}`, 'what became of it'], ...lines], false)],
    ...['', debtTable(debt, retention), '', ...LEGEND],
    ...debt.total.reasons.map(
      ({ code, answerable, contracts }) => `Notice of ${counted(contracts, 'contract')}: ${code} (${answerable}).`,
    ),
  ];

  /** Returns the ARR of one contract; an account may have several. */
  async function arrOn({ accountId, contractId }: Customer, day: Day): Promise<string> {
    const { lines: live } = await reader.get<Revenue>(`/v1/accounts/${accountId}/revenue?at=${day}`);
    const ofContract = live.filter((each) => each.contractId === contractId);
    return ofContract.reduce((sum, { arr }) => sum + Number(arr), 0).toFixed(2);
  }
}

const LEGEND = [
  'From the reports of sales debt and retention. after …: what is left of the ARR that was won, so many days after it began; given back:',
  'of the handoffs of these wins; NRR, GRR: of the ARR of the first day, with and without what was added.',
];

function endOf({ endsOn, notice }: Contract, fate: Fate): string {
  if (notice !== null) return `notice on ${notice.givenOn}: ${notice.reason}`;
  return `renewed ${fate === 'renewsByItself' ? 'by itself' : 'by signature'}, until ${endsOn}`;
}

function debtTable(debt: Report<Debt>, retention: Report<Retained>): string {
  const retained = new Map(retention.data.map((row) => [row.label, row]));
  const line = (row: Debt, kept: Retained | undefined) => [
    row.label,
    String(row.contracts),
    row.wonArr,
    ...row.survival.map(({ share }) => inPercent(share)),
    `${row.rework.returned ?? 0}/${row.rework.handoffs}`,
    kept === undefined ? '–' : `${kept.lost}/${kept.accounts}`,
    inPercent(kept?.nrr ?? null),
    inPercent(kept?.grr ?? null),
  ];
  const titles = [
    'came by',
    'contracts',
    'ARR won',
    'after 90',
    'after 365',
    'given back',
    'customers lost',
    'NRR',
    'GRR',
  ];
  return renderGrid(
    [titles, ...debt.data.map((row) => line(row, retained.get(row.label))), line(debt.total, retention.total)],
    true,
  );
}

function inPercent(share: string | null): string {
  return share === null ? '–' : `${Math.round(Number(share) * 100)} %`;
}
