import { expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';

const MAIL = { smtpUrl: 'smtp://127.0.0.1:2525', mailFrom: 'leads@example.com' };

it.each([
  ['warns where mails have links and nobody said what these begin with', MAIL, true],
  ['does not where somebody has said so', { ...MAIL, publicUrl: 'https://leads.example.com' }, false],
  ['does not where mails have none', { ...MAIL, secretsKey: undefined }, false],
  ['does not where there is no mail', {}, false],
])('setup %s', async (_, environment, warns) => {
  const app = await TestApplication.start(undefined, { environment });
  try {
    const { warnings } = await app.must('GET', '/v1/setup');
    const warning = warnings.find(({ code }: Json) => code === 'linksLeadHere');
    expect(warning?.text).toEqual(warns ? expect.stringContaining('set PUBLIC_URL') : undefined);
  } finally {
    await app.stop();
  }
});
