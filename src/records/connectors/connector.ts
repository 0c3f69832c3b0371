import { collectFaults, type Fault, fault, under } from '../../platform/input/fault.js';
import { type Part, readTemplate } from '../templates/expression.js';
import { renderText, type TemplateFacts } from '../templates/rendering.js';
import {
  faultsOfRequest,
  originOf,
  type RequestTemplate,
  readRequest,
  type WrittenRequest,
} from '../templates/request-template.js';
import { shapeOfFacts, type TemplateContext } from '../templates/shape.js';
import { faultsOfText } from '../templates/template-check.js';
import { readUpdate, type UpdateTemplate } from '../updates/update-template.js';
import type { RecordConnectorBody } from './record-connector.schema.js';

export interface Connector {
  readonly request: RequestTemplate;
  readonly find: RequestTemplate | null;
  readonly link: readonly Part[] | null;
  readonly update: UpdateTemplate | null;
}

export interface WrittenConnector {
  readonly request: RecordConnectorBody['request'];
  readonly find?: RecordConnectorBody['find'] | null;
  readonly link?: string | null;
  readonly update?: RecordConnectorBody['update'] | null;
}

type ReadConnector = { readonly connector: Connector } | { readonly faults: readonly Fault[] };

const METHODS = { request: 'POST', find: 'GET' } as const;

/** @returns faults with pointers into the connector, if it cannot be parsed */
export function readConnector({ request, find, link, update }: WrittenConnector): ReadConnector {
  const faults: Fault[] = [];
  const read = (written: WrittenRequest | null | undefined, name: keyof typeof METHODS): RequestTemplate | null => {
    if (written == null) return null;
    const found = readRequest({ method: METHODS[name], ...written });
    if ('request' in found) return found.request;
    faults.push(...under(`/${name}`, found.faults));
    return null;
  };
  const parts = { request: read(request, 'request'), find: read(find, 'find') };
  const shown = link == null ? null : readTemplate(link);
  if (shown !== null && 'fault' in shown) faults.push(fault('/link', 'template', shown.fault));
  if (link != null && originOf(link) === null)
    faults.push(fault('/link', 'address', 'Expected an address with a fixed host.'));
  const changing = update == null ? null : readUpdate(update);
  if (changing !== null && 'faults' in changing) faults.push(...under('/update', changing.faults));
  if (faults.length > 0) return { faults };
  return {
    connector: {
      ...parts,
      request: parts.request!,
      link: shown !== null && 'parts' in shown ? shown.parts : null,
      update: changing !== null && 'update' in changing ? changing.update : null,
    },
  };
}

/** Returns faults of values that may be missing. @param known about the form; of one kind of handoff, or of any */
export function faultsOfConnector(
  { request, find, link, update }: Connector,
  known: Pick<TemplateContext, 'form' | 'hasDeal'>,
): Fault[] {
  const before = shapeOfFacts({ ...known, hasRecord: false });
  const after = shapeOfFacts({ ...known, hasRecord: true });
  return collectFaults(
    under('/request', faultsOfRequest(request, before)),
    find !== null && under('/find', faultsOfRequest(find, before)),
    link !== null && faultsOfText(link, after, '/link'),
    update !== null && [
      ...under(
        '/update',
        faultsOfRequest(
          update.request,
          shapeOfFacts({ ...known, hasRecord: true, hasVersion: update.versionOf !== null }),
        ),
      ),
      ...under('/update/read', faultsOfRequest(update.read, after)),
    ],
  );
}

/** Returns the URL of a record for people; null if none is configured or values are missing. */
export function linkOf({ link }: Connector, facts: TemplateFacts): string | null {
  if (link === null) return null;
  const { value, gaps } = renderText(link, facts, '/link', encodeURIComponent);
  return gaps.length > 0 ? null : value;
}

/** Returns the hosts that receive the credentials, by the pointer of their request. */
export function originsOf({ request, find, update }: WrittenConnector): ReadonlyMap<string, string> {
  const requests = { '/request': request, '/find': find, '/update': update, '/update/read': update?.read };
  return new Map(
    Object.entries(requests).flatMap(([place, each]) => (each == null ? [] : [[place, originOf(each.url) ?? '']])),
  );
}
