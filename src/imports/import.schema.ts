import { type Static, Type } from '@sinclair/typebox';
import {
  id,
  instant,
  nullable,
  object,
  objectSchema,
  oneOf,
  optionalText,
  pageOf,
  text,
} from '../platform/input/schema.js';
import { IMPORT_MODES, IMPORT_STATES } from './import.js';
import { FORMATS } from './mapping/target.js';
import { COLUMNS_MAX } from './reading/row.js';
import { IMPORT_SUBJECTS } from './subjects/all.js';
import { PAST_FIELDS, PAST_STATUSES } from './subjects/leads/past-row.js';

const VALUES_MAX = 1_000;

const Field = text(
  220,
  `One of the \`fields\` of the import, or one of its own: \`refs.hubspot\`, of a lead also \`attributes.age\`. Of leads of history also their past: ${PAST_FIELDS.join(', ')}. \`status\` is ${PAST_STATUSES.join(', ')}; \`owner\` is the e-mail address, the name or a ref of a rep; \`reason\` is a code or its label.`,
);
const Target = object(
  {
    to: Field,
    values: Type.Optional(
      Type.Record(Type.String(), Type.Union([Type.String({ maxLength: 1_000 }), Type.Null()]), {
        maxProperties: VALUES_MAX,
        description: 'What texts of the file mean, compared without case; null for nothing.',
      }),
    ),
    format: Type.Optional(
      oneOf(FORMATS, {
        description:
          '`DMY` or `MDY`: whether 3/4/2026 is in April or in March; other notations of dates are recognised. `number`, `boolean` or `text`: the type of a custom field.',
      }),
    ),
  },
  { description: 'Where a column goes.' },
);
const ColumnTarget = Type.Union([Field, Target, Type.Null()], {
  description: 'the name of a field, an object with "to", or null to leave the column out',
});

export const MappingBody = object({
  timeZone: Type.Optional(
    Type.String({
      format: 'timeZone',
      maxLength: 100,
      description: 'The zone of dates that name none; by default that of the settings.',
    }),
  ),
  columns: Type.Record(Type.String(), ColumnTarget, {
    maxProperties: COLUMNS_MAX,
    description:
      'Where columns go, by their names. Columns that are not named become custom fields of leads, and are left out of everything else.',
  }),
});
export type MappingBody = Static<typeof MappingBody>;

export const ImportBody = object({
  name: text(200, 'What people call it.'),
  of: oneOf(IMPORT_SUBJECTS, { description: 'What its rows are.' }),
  mode: oneOf(IMPORT_MODES, {
    description:
      '`live`: rows are taken in as if they came in now. `history`: they are brought along with their dates, owners, touches and endings. Nothing is promised of them and nobody is told; only an admin may do so. `byAge`: rows of more than two working days ago, and without a date, are history, and the others are new; of leads alone.',
  }),
  source: optionalText(
    200,
    'Of leads: the source of rows that name none; by default the name of the import. Of touches: that of the leads whose ids they name.',
  ),
  mapping: Type.Optional({ ...MappingBody, description: 'Used if it fits the file; otherwise what is suggested is.' }),
});
export type ImportBody = Static<typeof ImportBody>;

export const ImportModeBody = object({ mode: ImportBody.properties.mode });
export type ImportModeBody = Static<typeof ImportModeBody>;

const count = (description: string) => Type.Integer({ minimum: 0, description });

const ColumnSchema = objectSchema('ImportColumn', 'A column of a file.', {
  name: Type.String({ description: 'Its name.' }),
  samples: Type.Array(Type.String(), { description: 'Its first different values; none once the file has ended.' }),
  suggested: nullable(Type.Union([Type.String(), Target]), 'Where it may go; null to leave it out.'),
});

export const ImportSchema = objectSchema('Import', 'The import of a file.', {
  id: id('Its id. Leads have it as `importId`.'),
  name: Type.String({ description: 'What people call it.' }),
  of: oneOf(IMPORT_SUBJECTS, { description: 'What its rows are.' }),
  mode: oneOf(IMPORT_MODES, { description: 'How they are taken in.' }),
  source: nullable(Type.String(), 'The source of leads that rows do not name themselves; null for none.'),
  state: oneOf(IMPORT_STATES, {
    description:
      '`uploading`: it has no file yet. `mapping`: the file is there. `rehearsed`: it is known what would become of the rows. Also `running`, `done`, `cancelled`, `undone` and `failed`.',
  }),
  rehearsing: Type.Boolean({ description: 'Whether it runs only to find out what would become of the rows.' }),
  undoing: Type.Boolean({ description: 'Whether it runs to take back what it has made.' }),
  rows: count('How many rows the file has below the names of its columns, without blank ones.'),
  done: count('How many rows are done; of a rehearsal, for how many it is known what would become of them.'),
  created: count('How many became something new, or would.'),
  joined: count('How many joined a lead of the same person, or changed what was there, or would.'),
  unchanged: count(
    'How many are there already, so that nothing changes: of leads, by the same source and external id.',
  ),
  rejected: count('How many were refused, or would be.'),
  older: count('How many have a date of more than two working days ago.'),
  newer: count('How many have a later one.'),
  undone: count('How many of the things that it has made were taken back; of leads, how many leads.'),
  kept: count(
    'How many were not, because somebody has worked on them since or something names them by now. `GET /v1/leads?importId=` lists leads.',
  ),
  perSecond: nullable(Type.Number(), 'How many rows were done in a second; null before the first.'),
  secondsLeft: nullable(Type.Integer(), 'How long the rest takes at this rate; null unless it is running.'),
  mapping: nullable(MappingBody, 'Where columns go; null while there is no file.'),
  file: nullable(
    object({
      encoding: nullable(Type.String(), 'Its encoding; null of a workbook.'),
      separator: nullable(Type.String(), 'What separates its cells; null of a workbook.'),
      sheet: nullable(Type.String(), 'The name of the sheet that was read; null of other files.'),
    }),
    'What was recognised of the file; null while there is none.',
  ),
  fields: Type.Array(Type.String(), {
    description:
      'Where columns may go. Some take any name at their end: `refs.hubspot`, of leads also `attributes.age`.',
  }),
  columns: Type.Array(ColumnSchema, { description: 'The columns of the file.' }),
  createdAt: instant('When it was created.'),
  startedAt: nullable(instant(), 'When it began, or its latest rehearsal; null before.'),
  finishedAt: nullable(instant(), 'When it ended; null before.'),
  fileUntil: nullable(instant(), 'When the file and the refused rows are deleted; null if there are none.'),
  error: nullable(Type.String(), 'Why it failed, in plain words; null if it did not.'),
});
export const ImportPage = pageOf(ImportSchema);

export const RefusedRowSchema = objectSchema('RefusedRow', 'A row that was refused.', {
  row: count('Its number, as in a spreadsheet.'),
  why: Type.String({ description: 'Why, in plain words.' }),
  cells: Type.Array(Type.String(), { description: 'Its cells; none if it could not be read.' }),
});
export const RefusedRowPage = pageOf(RefusedRowSchema);

/** How subject access lists the rows of files. */
export const HELD_ROWS = {
  section: 'importRows',
  schema: Type.Array(
    object(
      {
        importId: id('The import of the file.'),
        row: count('The number of the row, as in a spreadsheet.'),
        cells: Type.Array(Type.String(), { description: 'Its cells, in the order of the `columns` of the import.' }),
      },
      { description: 'A row of a file.' },
    ),
    {
      description:
        'Rows with the address or number in files that are stored until seven days after they were sent; at most 1,000.',
    },
  ),
};
