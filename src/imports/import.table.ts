import { boolean, bytea, code, instant, int, jsonb, list, table, text, uuid } from '../platform/sql/table.js';
import type { FileForm, ImportMode, ImportState } from './import.js';
import type { Mapping } from './mapping/target.js';
import type { ImportSubject } from './subjects/all.js';
import type { Made } from './subjects/subject.js';

export const FILE_IMPORT = table('file_import', 'work', {
  id: uuid().key(),
  name: text(),
  about: code<ImportSubject>(),
  mode: code<ImportMode>(),
  source: text().nullable(),
  state: code<ImportState>(),
  /** Whether it only finds out what would become of the rows. */
  isRehearsal: boolean().default('false'),
  /** Whether it takes back what it has made. */
  isUndoing: boolean().default('false'),
  actorType: code(),
  actorId: uuid().nullable(),
  keyId: uuid(),
  createdAt: instant(),
  /** Of the file that is there, or is arriving. */
  uploadId: uuid().nullable(),
  uploadedAt: instant().nullable(),
  /** When the latest rehearsal began, or the import itself. */
  begunAt: instant().nullable(),
  finishedAt: instant().nullable(),
  fileEndedAt: instant().nullable(),
  mapping: jsonb<Mapping>().nullable(),
  fileForm: jsonb<FileForm>().nullable(),
  /** Sealed: the first values of each column, and where it may go. */
  head: bytea().nullable(),
  headMarks: list(int()).default("'{}'"),
  rows: int().default('0'),
  done: int().default('0'),
  created: int().default('0'),
  joined: int().default('0'),
  unchanged: int().default('0'),
  rejected: int().default('0'),
  older: int().default('0'),
  newer: int().default('0'),
  undone: int().default('0'),
  kept: int().default('0'),
  attempts: int().default('0'),
  undoerType: code().nullable(),
  undoerId: uuid().nullable(),
  takenBy: uuid().nullable(),
  takenUntil: instant().nullable(),
  error: text().nullable(),
});

/** What imports have made beside leads, which name their import themselves. */
export const FILE_IMPORT_MADE = table('file_import_made', 'work', {
  importId: uuid().key(),
  kind: code<Made['kind']>().key(),
  id: uuid().key(),
  /** Whether it was taken back. */
  isUndone: boolean().default('false'),
});

/** Rows of a file, sealed. */
export const FILE_IMPORT_PART = table('file_import_part', 'work', {
  importId: uuid().key(),
  uploadId: uuid().key(),
  fromRow: int().key(),
  rows: int(),
  sealed: bytea(),
  /** Hashes of the addresses and numbers in it, by which an erasure finds it. */
  marks: list(int()).default("'{}'"),
  /** How often a person was taken out. */
  erasures: int().default('0'),
  /** From which its leads get their ids, also when it is taken again. */
  idsFrom: uuid().nullable(),
});

/** Rows that were refused, sealed. */
export const FILE_IMPORT_REFUSED = table('file_import_refused', 'work', {
  importId: uuid().key(),
  fromRow: int().key(),
  rows: int(),
  sealed: bytea(),
  marks: list(int()).default("'{}'"),
});
