import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SealedRows } from '../../src/imports/sealed-rows.service.js';
import { IntakeService } from '../../src/lifecycle/arrivals/intake.service.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { anImport, runToEnd } from './imports.js';

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start();
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const erase = (email: string) => app.must('POST', '/v1/erasures', { email, reason: 'asked' });

describe('an erasure', () => {
  it('takes a person out of a file that waits, and out of what was refused of others', async () => {
    const file = 'Email,Phone,Note\nann@example.com,,\nbo@example.com,,\n,12,call ANN@example.com first\n';
    const waiting = await anImport(app, file);
    const done = await anImport(app, file);
    await runToEnd(app, done.id);
    const certificate = await erase('Ann@example.com');
    expect(JSON.stringify(certificate)).toContain('Rows of imported files');
    const { columns } = await app.must('GET', `/v1/imports/${waiting.id}`);
    expect(columns[0].samples).toEqual(['bo@example.com']);
    expect(await runToEnd(app, waiting.id)).toMatchObject({ created: 1, rejected: 2 });
    for (const { id } of [waiting, done]) {
      const { data } = await app.must('GET', `/v1/imports/${id}/rejected`);
      expect(JSON.stringify(data).toLowerCase()).not.toContain('ann@example.com');
    }
  });

  it('opens only what may hold the person', async () => {
    const lines = Array.from({ length: 2_500 }, (_, index) => `p${index}@example.com,+49 151 ${10_000_000 + index}`);
    await anImport(app, `Email,Phone\n${lines.join('\n')}\n`);
    const opened = jest.spyOn(app.application.app.get(SealedRows), 'openOrNull');
    await erase('nobody@example.com');
    expect(opened).not.toHaveBeenCalled();
    await erase('p1700@example.com');
    await app.must('POST', '/v1/erasures', { phone: '0049 151 1000-0013', reason: 'asked' });
    expect(opened).toHaveBeenCalledTimes(2);
    opened.mockRestore();
  });

  it.each([
    [1, 'among the rows that are being taken in'],
    [300, 'further down in a part that is open'],
  ])('reaches a person in row %d, %s', async (place) => {
    const lines = Array.from({ length: 300 }, (_, index) => `${index === place - 1 ? 'ann' : `p${index}`}@example.com`);
    const { id } = await anImport(app, `Email\n${lines.join('\n')}\n`);
    const intake = app.application.app.get(IntakeService);
    const receive = intake.receive.bind(intake);
    let erasing: Promise<Json> | undefined;
    jest.spyOn(intake, 'receive').mockImplementationOnce(async (arrivals) => {
      erasing = erase('ann@example.com');
      await app.somebodyWaits();
      return receive(arrivals);
    });
    const ended = await runToEnd(app, id);
    await erasing;
    const isTaken = place === 1;
    expect(ended).toMatchObject({ created: isTaken ? 300 : 299, rejected: isTaken ? 0 : 1 });
    expect((await app.must('GET', '/v1/leads?q=ann')).data).toEqual([]);
    const { data } = await app.must('GET', `/v1/imports/${id}/rejected`);
    expect(JSON.stringify(data)).not.toContain('ann@example.com');
  });
});

describe('subject access', () => {
  it('shows the rows of a person in files that are stored', async () => {
    const { id } = await anImport(app, 'Email,Note\nbo@example.com,met Ann\nann@example.com,"likes tea"\n');
    const about = async (email: string) => (await app.must('GET', `/v1/subject-access?email=${email}`)).importRows;
    expect(await about('Ann@example.com')).toEqual([{ importId: id, row: 3, cells: ['ann@example.com', 'likes tea'] }]);
    expect(await about('cem@example.com')).toEqual([]);
  });
});
