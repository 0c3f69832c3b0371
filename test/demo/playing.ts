import { DEMO_BEGINS, playDemo } from '../../src/demo/demo.js';
import { readLeads } from '../../src/demo/files.js';
import { backgroundWorkOf, settling } from '../../src/demo/settling.js';
import { toIso } from '../../src/platform/values/duration.js';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';

const SAMPLE = { leads: 'demo/leads.csv', mapping: 'demo/leads.mapping.json' };

/** Plays a part of the sample. @returns the output for the week, the day after it, and the month and year that follow */
export async function playSample(
  everyNth: number,
): Promise<{ application: TestApplication; week: string; day: string; month: string; year: string }> {
  const leads = (await readLeads(SAMPLE)).leads.filter((_, index) => index % everyNth === 1);
  const application = await TestApplication.start(toIso(DEMO_BEGINS));
  const lines: string[] = [];
  await playDemo({
    leads,
    url: application.url,
    adminKey: ADMIN_KEY,
    time: application.time,
    settle: settling(application.application),
    tell: backgroundWorkOf(application.application),
    say: (line) => lines.push(line),
    through: 'year',
  });
  const said = lines.join('\n');
  const [day, month, year] = ['The day after', 'The four weeks that follow', 'The year that follows'].map((heading) =>
    said.indexOf(heading),
  );
  return {
    application,
    week: said.slice(0, day),
    day: said.slice(day, month),
    month: said.slice(month, year),
    year: said.slice(year),
  };
}
