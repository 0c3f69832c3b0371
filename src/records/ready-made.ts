import type { AuthBody, RecordConnectorBody } from './connectors/record-connector.schema.js';
import { ASANA } from './ready-made/asana.js';
import { JIRA } from './ready-made/jira.js';
import { QUICKBOOKS, QUICKBOOKS_DELIVERED, QUICKBOOKS_LIVE } from './ready-made/quickbooks.js';
import { XERO, XERO_DELIVERED, XERO_LIVE } from './ready-made/xero.js';

export const READY_MADE_TOOLS = ['asana', 'jira', 'xero', 'quickbooks'] as const;
export const TOOL_KINDS = ['project', 'accounting'] as const;

/** A connector to start from, built from the public documentation of its tool. */
export interface ReadyMadeConnector {
  readonly tool: (typeof READY_MADE_TOOLS)[number];
  readonly kind: (typeof TOOL_KINDS)[number];
  readonly description: string;
  /** The placeholders in it, as ‹…›. */
  readonly fillIn: readonly string[];
  readonly auth: Pick<AuthBody, 'kind' | 'tokenUrl' | 'clientIn'>;
  readonly connector: Omit<RecordConnectorBody, 'auth'>;
}

/**
 * Project tools take any form. Accounting tools take those of the ready-made kinds of handoff that have a bill, and get
 * drafts only.
 */
export const READY_MADE_CONNECTORS: readonly ReadyMadeConnector[] = [
  ASANA,
  JIRA,
  XERO,
  QUICKBOOKS,
  XERO_DELIVERED,
  QUICKBOOKS_DELIVERED,
  XERO_LIVE,
  QUICKBOOKS_LIVE,
];

const BLANK = /‹[^›]*›/g;

/** Returns a connector with something in its placeholders, to check its templates. */
export function filledIn({ connector }: ReadyMadeConnector): RecordConnectorBody {
  return JSON.parse(JSON.stringify(connector).replaceAll(BLANK, 'x'));
}
