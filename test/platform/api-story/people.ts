import type { Teller } from './example-recorder.js';

export async function tellOfPeople({ tell }: Teller) {
  const calls = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['08:00', '20:00']]]));
  const contactHours = { call: { hours: calls, holidays: true } };
  const zone = { timeZone: 'Europe/Berlin', currency: 'EUR', defaultCountry: 'DE', contactHours };
  await tell('getSetup', 'After the first start');
  await tell('getSettings', 'As they are at first');
  await tell('replaceSettings', 'A company in Berlin', { headers: { 'If-Match': '"1"' }, body: zone });
  await tell(
    'replaceSettings',
    'By somebody who had read them before',
    { headers: { 'If-Match': '"1"' }, body: zone },
    412,
  );
  await tell('listSettingsVersions', 'Who changed what', { query: { limit: '1' } });
  const mia = await tell('createRep', 'A manager', { body: { name: 'Mia', email: 'mia@example.com' } });
  const ann = await tell('createRep', 'Someone with limits', {
    body: {
      name: 'Ann',
      email: 'ann@example.com',
      refs: { salesforce: '005A1' },
      managerId: mia.id,
      skills: { language: ['de', 'en'] },
      capacity: { untouched: 3, perDay: 20, perSource: { 'google-ads': { perDay: 5 } } },
    },
  });
  const bo = await tell('putRepByRef', 'From a CRM', {
    path: { system: 'salesforce', ref: '005B2' },
    body: { name: 'Bo', email: 'bo@example.com', managerId: mia.id },
  });
  await tell('putReps', 'One by the CRM’s id, one by the address', {
    body: {
      reps: [
        { ref: { system: 'salesforce', id: '005B2' }, name: 'Bo', email: 'bo@example.com', managerId: mia.id },
        { name: 'Cy', email: 'cy@example.com' },
      ],
    },
  });
  await tell('listReps', 'By the id in another system', { query: { ref: 'salesforce:005B2', limit: '10' } });
  const known = { system: 'salesforce', ref: '005B2' };
  await tell('getRepByRef', 'As the CRM knows them', { path: known });
  await tell('getRepByRef', 'Whom the CRM does not know', { path: { ...known, ref: '005X9' } }, 404);
  await tell('getRep', 'Ann', { path: { id: ann.id } });
  const { version: _, ...asRead } = ann;
  await tell('replaceRep', 'A new name', {
    path: { id: ann.id },
    headers: { 'If-Match': '"1"' },
    body: { ...asRead, name: 'Ann Smith' },
  });
  await tell('listRepVersions', 'After a change', { path: { id: ann.id }, query: { limit: '1' } });
  const team = await tell('createTeam', 'Inbound', {
    body: { name: 'Inbound', managerId: mia.id, repIds: [ann.id, bo.id] },
  });
  await tell('listTeams', 'All of them', { query: { limit: '10' } });
  await tell('getTeam', 'Inbound', { path: { id: team.id } });
  await tell('streamTeam', 'A place that there is not', { path: { id: team.id }, query: { after: 'x' } }, 422);
  await tell('replaceTeam', 'Another name', {
    path: { id: team.id },
    headers: { 'If-Match': '"1"' },
    body: { name: 'Inbound EMEA', managerId: mia.id, repIds: [ann.id, bo.id] },
  });
  await tell('listTeamVersions', 'After a change', { path: { id: team.id }, query: { limit: '1' } });
  return { mia, ann, bo, team };
}

export type People = Awaited<ReturnType<typeof tellOfPeople>>;
