import { ImportRunning } from '../../src/imports/import-running.service.js';
import type { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';

/** Sends the file of an import. */
export function sendFile(app: TestApplication, id: string, file: string | Buffer, type = 'text/csv') {
  return app.ask('PUT', `/v1/imports/${id}/file`, undefined, { raw: file, headers: { 'content-type': type } });
}

/** Begins an import and sends its file. */
export async function anImport(app: TestApplication, file: string | Buffer, fields: object = {}): Promise<Json> {
  const { id } = await app.must('POST', '/v1/imports', { name: 'Fair', of: 'leads', mode: 'live', ...fields });
  const { status, body } = await sendFile(app, id, file);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
}

/** Does what the node does in the background. */
export async function settle(app: TestApplication): Promise<void> {
  await app.application.app.get(ImportRunning).settle();
}

/** Starts an import, or a rehearsal, and waits for its end. */
export async function runToEnd(app: TestApplication, id: string, verb: 'start' | 'rehearse' = 'start'): Promise<Json> {
  await app.must('POST', `/v1/imports/${id}/${verb}`);
  await settle(app);
  return app.must('GET', `/v1/imports/${id}`);
}
