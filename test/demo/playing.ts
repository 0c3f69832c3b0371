import { DEMO_BEGINS, playDemo } from '../../src/demo/demo.js';
import { readLeads } from '../../src/demo/files.js';
import { backgroundWorkOf, settling } from '../../src/demo/settling.js';
import { toIso } from '../../src/platform/duration.js';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';

const SAMPLE = { leads: 'demo/leads.csv', mapping: 'demo/leads.mapping.json' };

/** Plays a part of the sample. @returns the output for the week, for the day after it, and for all that follows */
export async function playSample(
  everyNth: number,
  through: 'month' | 'year',
): Promise<{ application: TestApplication; week: string; day: string; said: string }> {
  const leads = (await readLeads(SAMPLE)).leads.filter((_, index) => index % everyNth === 1);
  const application = await TestApplication.start(toIso(DEMO_BEGINS));
  const lines: string[] = [];
  await playDemo({
    ...{ leads, url: application.url, adminKey: ADMIN_KEY, time: application.time },
    settle: settling(application.application),
    tell: backgroundWorkOf(application.application),
    say: (line) => lines.push(line),
    through,
  });
  const said = lines.join('\n');
  const [day, month] = ['The day after', 'The four weeks that follow'].map((heading) => said.indexOf(heading));
  return { application, week: said.slice(0, day), day: said.slice(day, month), said: said.slice(month) };
}
