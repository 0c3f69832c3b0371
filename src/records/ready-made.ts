import type { AuthBody, RecordConnectorBody } from './connectors/record-connector.schema.js';
import { ASANA } from './ready-made/asana.js';
import { JIRA } from './ready-made/jira.js';
import { QUICKBOOKS } from './ready-made/quickbooks.js';
import { XERO } from './ready-made/xero.js';

export const READY_MADE_TOOLS = ['asana', 'jira', 'xero', 'quickbooks'] as const;
type ReadyMadeTool = (typeof READY_MADE_TOOLS)[number];

export const TOOL_KINDS = ['project', 'accounting'] as const;

/** A connector to start from, built from the public documentation of its tool. */
export interface ReadyMadeConnector {
  readonly kind: (typeof TOOL_KINDS)[number];
  readonly description: string;
  /** The placeholders in it, as ‹…›. */
  readonly fillIn: readonly string[];
  readonly auth: Pick<AuthBody, 'kind' | 'tokenUrl' | 'clientIn'>;
  readonly connector: Omit<RecordConnectorBody, 'auth'>;
}

/** They match the ready-made kinds of handoff that start with a win. Accounting documents are drafts. */
export const READY_MADE_CONNECTORS: Readonly<Record<ReadyMadeTool, ReadyMadeConnector>> = {
  asana: ASANA,
  jira: JIRA,
  xero: XERO,
  quickbooks: QUICKBOOKS,
};
