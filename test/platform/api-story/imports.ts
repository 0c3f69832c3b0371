import { Jobs } from '../../../src/engine/jobs.service.js';
import { settle } from '../../imports/imports.js';
import { NOBODY } from '../../support/people.js';
import type { Teller } from './example-recorder.js';

const FILE = `First Name;E-Mail;Phone;Lead Source;Heat
Ada;ada@camshaft.example;;Fair;80
Lin;;;Fair;Select
Sven;sven@camshaft.example;+46 8 123 456 78;Fair;40
`;

export async function tellOfImports({ tell, app }: Teller) {
  const made = await tell('createImport', 'The leads of a fair', {
    body: { name: 'Spring fair', of: 'leads', mode: 'live', source: 'spring-fair' },
  });
  const path = { id: made.id };
  const headers = { 'content-type': 'text/csv' };
  const { mapping } = await tell('putImportFile', 'Separated by semicolons', { path, headers, body: FILE });
  const columns = { ...mapping.columns, 'Lead Source': null };
  await tell('putImportMapping', 'One column is left out', { path, body: { columns } });
  await tell('putImportMapping', 'A field that leads do not have', { path, body: { columns: { Heat: 'heat' } } }, 422);
  await tell('rehearseImport', 'Nothing is changed', { path });
  await settle(app);
  await tell('listRejectedRows', 'Whom nobody could reach', { path });
  await tell('startImport', 'In earnest', { path });
  await settle(app);
  await tell('getImport', 'When it is done', { path });
  await tell('listImports', 'All of them');
  await tell('streamImport', 'One that there is not', { path: { id: NOBODY } }, 404);
  await tell('cancelImport', 'Too late', { path }, 409);
  const other = await app.must('POST', '/v1/imports', { name: 'Autumn fair', of: 'leads', mode: 'live' });
  await tell('cancelImport', 'Before its file was sent', { path: { id: other.id } });
  await tell('createImport', 'Whom nobody may contact', {
    body: { name: 'Opt-outs', of: 'suppressions', mode: 'live' },
  });
  await tellOfHistory({ tell, app });
}

const OLD = `Record ID,E-Mail,Created,Status
1,ada@crank.example,2025-06-02,Won
2,lin@crank.example,2025-06-03,Open
`;

async function tellOfHistory({ tell, app }: Teller): Promise<void> {
  const { id } = await app.must('POST', '/v1/imports', { name: 'Old CRM', of: 'leads', mode: 'live', source: 'crm' });
  const path = { id };
  await app.must('PUT', `/v1/imports/${id}/file`, undefined, { raw: OLD, headers: { 'content-type': 'text/csv' } });
  await tell('patchImport', 'They are history', { path, body: { mode: 'history' } });
  await app.must('POST', `/v1/imports/${id}/start`);
  await settle(app);
  const body = { filter: { importId: id }, perDay: 50, order: 'oldest' };
  await tell('activateLeads', 'Whom it would reach, and when', { query: { dryRun: 'true' }, body });
  const job = await tell('activateLeads', 'Fifty a day', { body });
  await tell('listWaves', 'Before they are planned', {});
  await app.application.app.get(Jobs).settle();
  await tell('getWaves', 'What is still to come', { path: { id: job.id } });
  await tell('endWaves', 'No further wave', { path: { id: job.id } });
  await tell('undoImport', 'All of it', { path });
  await settle(app);
}
