import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { NotFound, Unread, useTitle } from '../parts/states.js';
import { type Column, Table } from '../parts/table.js';
import { may, useMe } from '../session/me.js';
import { isSilent } from './destinations/silent.js';
import { type Stop, stoppedInWords } from './destinations/stopping.js';
import { Editor, NewEditor } from './editor.js';
import { KINDS, type Kind } from './kinds.js';
import { Newer } from './newer.js';
import { OrderedRows } from './ordered-rows.js';
import { type Resource, useResources } from './resource.js';
import { wordsAt } from './schema/differences.js';
import { isObject } from './schema/json-schema.js';
import { titleOf } from './schema/labels.js';
import { nameOfDocument } from './schema/references.js';
import { useReferences } from './use-references.js';

/** The page of a kind: its list, or the editor if the kind has a single document. */
export function KindPage({ kind: code }: Readonly<Record<string, string | undefined>>) {
  const kind = KINDS.find((each) => each.code === code);
  if (kind === undefined) return <Unknown />;
  return kind.isSingle ? <Editor kind={kind} id={null} /> : <List kind={kind} />;
}

/** The editor of one document, or of a new one. */
export function ResourcePage({ kind: code, id }: Readonly<Record<string, string | undefined>>) {
  const kind = KINDS.find((each) => each.code === code);
  if (kind === undefined || kind.isSingle || id === undefined) return <Unknown />;
  return id === 'new' ? <NewEditor kind={kind} /> : <Editor kind={kind} id={id} />;
}

function Unknown() {
  return (
    <NotFound>
      The address may be mistyped. <Link href="/configure">All that can be configured</Link>
    </NotFound>
  );
}

function List({ kind }: { kind: Kind }) {
  useTitle(kind.name);
  const mayChange = may(useMe());
  const { data, error, refetch } = useResources(kind);
  return (
    <section className="page">
      <nav aria-label="Where this is">
        <Link href="/configure">Configure</Link>
      </nav>
      <header className="bar">
        <h1>{kind.name}</h1>
        {mayChange && <Link href={`/configure/${kind.code}/new`}>New {kind.one}</Link>}
      </header>
      <p>{kind.why}</p>
      {data === undefined && <Unread error={error} onRetry={refetch} />}
      {data?.length === 0 && <p className="empty">There is none yet{mayChange && `: make a ${kind.one}`}.</p>}
      {data !== undefined &&
        data.length > 0 &&
        (kind.isOrdered && mayChange ? (
          <OrderedRows key={orderOf(data)} kind={kind} rows={data} Table={ResourceTable} />
        ) : (
          <ResourceTable kind={kind} rows={data} />
        ))}
      {kind.code === 'handoff-kinds' && mayChange && data !== undefined && <Newer kinds={data} />}
    </section>
  );
}

const orderOf = (rows: readonly Resource[]) => rows.map(({ id }) => id).join();

export interface TableProps {
  readonly kind: Kind;
  readonly rows: readonly Resource[];
  /** Returns the controls at the end of a row. */
  readonly toolsOf?: (at: number) => ReactNode;
}

/** The field with the stop of a document, by kind and by the column that shows it. */
const STOP_SHOWN_IN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  destinations: { mode: 'stopped' },
  channels: { stopped: 'stopped' },
  webhooks: { paused: 'paused' },
};

function ResourceTable({ kind, rows, toolsOf }: TableProps) {
  const { timeZone } = useMe();
  const { nameOf } = useReferences();
  function wordsOf(row: Resource, name: string): string {
    // A code stands for itself, although others refer to the document by it.
    if (name === 'code') return String(row.code);
    const stop = row[STOP_SHOWN_IN[kind.code]?.[name] ?? ''];
    if (isObject(stop)) return stoppedInWords(stop as unknown as Stop, timeZone);
    if (kind.code === 'destinations' && name === 'mode' && isSilent(row)) return 'sends nothing: it has no rule';
    return wordsAt(row, name, nameOf);
  }
  const columns: readonly Column<Resource>[] = [
    { name: 'Name', cell: nameOfDocument, href: ({ id }) => `/configure/${kind.code}/${id}` },
    ...kind.columns.map((name) => ({
      name: titleOf(name.replaceAll('.', ' ')),
      cell: (row: Resource) => wordsOf(row, name),
    })),
    ...(toolsOf === undefined ? [] : [{ name: 'Order', cell: (_: Resource, at: number) => toolsOf(at) }]),
  ];
  return <Table name={kind.name} rows={rows} keyOf={({ id }) => id!} columns={columns} />;
}
