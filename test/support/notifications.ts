import type { TestApplication } from './application.js';
import type { Json } from './json.js';

/** Returns the notifications of a rep, newest first. @param type a name, or a prefix ending in `.`; all by default */
export async function notificationsOf(app: TestApplication, { id }: { id: string }, type = ''): Promise<Json[]> {
  const { data } = await app.must('GET', `/v1/reps/${id}/notifications?limit=1000`);
  return data.filter((each: Json) =>
    type.endsWith('.') ? each.type.startsWith(type) : type === '' || each.type === type,
  );
}

/** Returns the texts of the notifications of a rep, newest first. @param type as of `notificationsOf` */
export async function toldTo(app: TestApplication, rep: { id: string }, type = ''): Promise<string[]> {
  return (await notificationsOf(app, rep, type)).map(({ text }) => text);
}
