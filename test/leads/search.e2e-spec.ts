import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LeadStore } from '../../src/leads/lead.store.js';
import { Database } from '../../src/platform/sql/database.js';
import { TestApplication } from '../support/application.js';
import { aLead, aRep } from '../support/people.js';

let app: TestApplication;

beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

async function idsOf(query: string, key?: string): Promise<string[]> {
  const { data } = await app.must('GET', `/v1/leads?${query}`, undefined, key === undefined ? {} : { key });
  return data.map((each: { id: string }) => each.id);
}

const find = (text: string, more = '', key?: string) => idsOf(`q=${encodeURIComponent(text)}${more}`, key);
const index = () => app.application.app.get(LeadStore).indexWords(app.application.app.get(Database), 100_000);

/** More unindexed words of other leads than the search scans before it uses the index. */
async function addOthers(): Promise<void> {
  await app.application.app.get(Database).query(
    `insert into lead_words (lead_id, words)
     select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'other' from generate_series(1, 50001) as n
         on conflict do nothing`,
  );
}

describe.each([
  ['just after it was recorded', async () => undefined],
  ['once it is indexed', index],
  ['among many others', addOthers],
  ['among many that are indexed', () => addOthers().then(index)],
])('a lead is found, %s,', (when, indexed) => {
  const mark = when.length.toString(36);
  let id: string;

  beforeAll(async () => {
    ({ id } = await aLead(app, {
      externalId: `CRM ${mark}-77\\'x`,
      contact: {
        name: `Ännchen${mark} O’Brien`,
        lastName: `Smith-Jones${mark}`,
        email: `Ann.Lee${mark}@Mail.Example.org`,
      },
      company: { name: `Straße${mark} & Söhne`, domain: `soehne${mark}.example` },
    }));
    await indexed();
  });

  it.each([
    ['the beginning of a name, without case', 'ÄNNCH'],
    ['several words, in any order', `o'bri ännchen`],
    ['the second half of a double name', 'jones'],
    ['the company, however its letters are folded', 'STRASSE'],
    ['the domain of the company', 'soehne'],
    ['the beginning of the address', 'ann.lee'],
    ['the whole address', `ann.lee${mark}@mail.example.org`],
    ['a part of the address', 'lee'],
    ['the host of the address', 'mail.exam'],
    ['the external id', 'crm'],
    ['the whole external id, whatever it holds', `crm ${mark}-77\\'x`],
  ])('by %s', async (_, text) => {
    expect(await find(text)).toContain(id);
  });

  it.each(['ennchen', 'brian', '!', '|', '%', `' | ''`, 'x:*'])('not by %s', async (text) => {
    expect(await find(text)).not.toContain(id);
  });

  it('not if one of several words belongs to another lead', async () => {
    expect(await find(`ännchen${mark} nobody`)).toEqual([]);
  });

  it('by its new words after an update, and no longer by the old ones', async () => {
    await app.must('PATCH', `/v1/leads/${id}`, { contact: { name: `Renamed${mark}`, lastName: null, email: null } });
    expect(await find(`renamed${mark}`)).toEqual([id]);
    expect(await find(`ann.lee${mark}`)).toEqual([]);
  });

  it('not at all once the person is erased', async () => {
    await app.must('PATCH', `/v1/leads/${id}`, { contact: null, company: null, externalId: null });
    for (const text of [`renamed${mark}`, `soehne${mark}`, `${mark}-77`]) expect(await find(text)).toEqual([]);
  });
});

describe('a search for a common word', () => {
  const PAGE = 3;
  let ids: string[];
  let rep: string;

  beforeAll(async () => {
    rep = (await aRep(app, 'Finder')).id;
    ids = [];
    for (let sent = 0; sent < 8; sent += 1) {
      const owner = sent % 2 === 0 ? { owner: { repId: rep } } : {};
      ids.push((await aLead(app, { source: sent < 4 ? 'early' : 'late', contact: { name: 'Common' }, ...owner })).id);
      if (sent === 4) await index();
    }
  });

  it('continues from page to page, through indexed and unindexed leads', async () => {
    const found: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { data: { id: string }[]; nextCursor: string | null } = await app.must(
        'GET',
        `/v1/leads?q=comm&limit=${PAGE}${cursor && `&cursor=${cursor}`}`,
      );
      found.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(found).toEqual(ids);
  });

  it('can be combined with the other filters of the list', async () => {
    expect(await find('common', '&source=late')).toEqual(ids.slice(4));
    expect(await find('common', '&source=late&status=open')).toEqual(ids.slice(4));
    expect(await find('common', `&ownerId=${rep}`)).toEqual(ids.filter((_, sent) => sent % 2 === 0));
    expect(await find('common', '&status=lost')).toEqual([]);
  });

  it('finds only leads that the key may see', async () => {
    const own = ids.filter((_, sent) => sent % 2 === 0);
    expect(await find('common', '', await app.keyFor(['rep'], rep))).toEqual(own);
    expect(await find('common', '', await app.keyFor(['intake']))).toEqual([]);
  });
});
