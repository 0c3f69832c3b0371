import pg from 'pg';

/** A statement as Postgres has carried it out. */
export interface Plan {
  readonly text: string;
  /** Rows that it has looked at, of all tables. */
  readonly rows: number;
  readonly cost: number;
  readonly took: number;
  /** The scans that looked at most of them. */
  readonly scans: string;
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Total Cost': number;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** Notes the plan of each statement that is run meanwhile, on its own session and with its values. */
export async function plansOf(work: () => Promise<unknown>): Promise<Plan[]> {
  const plans: Promise<Plan | null>[] = [];
  const { query } = pg.Client.prototype;
  const ask = query as unknown as (this: unknown, ...args: unknown[]) => Promise<{ rows: Record<string, unknown>[] }>;
  pg.Client.prototype.query = function explained(this: pg.Client, ...args: unknown[]) {
    const [asked] = args as [string | { text: string; values?: unknown[] }];
    const { text, values = [] } = typeof asked === 'string' ? { text: asked } : asked;
    const options = isRead(text) ? 'analyze, timing off, format json' : isWrite(text) ? 'format json' : null;
    if (options !== null)
      plans.push(
        ask.call(this, { text: `explain (${options}) ${text}`, values }).then(
          ({ rows }) => planOf(text, rows[0]!['QUERY PLAN'] as [{ Plan: PlanNode; 'Execution Time'?: number }]),
          () => null,
        ),
      );
    return ask.apply(this, args);
  } as never;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = query;
  }
  return (await Promise.all(plans)).filter((plan) => plan !== null);
}

const isRead = (text: string) =>
  /^\s*(select|with)\b/i.test(text) && !/\b(insert|update|delete|advisory|set_config|pg_notify)\b/i.test(text);
const isWrite = (text: string) => /^\s*(with|insert|update|delete)\b/i.test(text);

function planOf(
  text: string,
  [{ Plan: root, 'Execution Time': took = 0 }]: [{ Plan: PlanNode; 'Execution Time'?: number }],
): Plan {
  const scans = scansOf(root).sort((one, other) => other.rows - one.rows);
  return {
    text,
    rows: scans.reduce((sum, { rows }) => sum + rows, 0),
    cost: root['Total Cost'],
    took,
    scans: scans
      .slice(0, 3)
      .map(({ what, rows }) => `${what} ${rows}`)
      .join(', '),
  };
}

function scansOf(node: PlanNode): { readonly what: string; readonly rows: number }[] {
  const below = (node.Plans ?? []).flatMap(scansOf);
  const relation =
    node['Relation Name'] ?? (node['Node Type'] === 'Bitmap Index Scan' ? undefined : node['Index Name']);
  if (relation === undefined || node['Actual Loops'] === undefined) return below;
  const looked =
    (node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  return [
    {
      what: `${node['Node Type']} ${relation} ${node['Index Name'] ?? ''}`.trim(),
      rows: Math.round(looked * node['Actual Loops']),
    },
    ...below,
  ];
}
