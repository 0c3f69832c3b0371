import type { ReadyMadeConnector } from '../ready-made.js';
import { ABOUT, DUE, HANDED_OVER_BY } from './about.js';

const API = 'https://app.asana.com/api/1.0';

/** The fields that follow the form; all others stay as they were created. */
const SAYS = {
  name: ABOUT,
  due_on: DUE,
  notes: `{{ handoff.sections | map: "text" | join: "\\n\\n" | default: "The form is empty." }}\n\n${HANDED_OVER_BY}: {{ handoff.url }}`,
};

/**
 * Source: developers.asana.com (create, get and update a task; custom external data; OAuth). Asana has no idempotency
 * key: the task is found by its external id, which only an OAuth app may set and read.
 */
export const ASANA: ReadyMadeConnector = {
  tool: 'asana',
  kind: 'project',
  description:
    'A task in a project of Asana for any kind of handoff: the form with its labels, in its order, without what is sensitive, and a link to the handoff. It is due on the day of the kickoff, if the form has one. It is found by its external id, so it requires an OAuth app; a personal access token is not enough.',
  fillIn: ['‹project gid›'],
  auth: { kind: 'oauth', tokenUrl: 'https://app.asana.com/-/oauth_token', clientIn: 'body' },
  connector: {
    name: 'Asana',
    request: {
      method: 'POST',
      url: `${API}/tasks`,
      body: {
        data: {
          ...SAYS,
          projects: ['‹project gid›'],
          external: { gid: '{{ record.key }}' },
        },
      },
    },
    idOf: '/data/gid',
    link: 'https://app.asana.com/0/0/{{ record.id }}',
    update: {
      method: 'PUT',
      url: `${API}/tasks/{{ record.id }}`,
      body: { data: SAYS },
      read: { url: `${API}/tasks/{{ record.id }}?opt_fields=name,due_on,notes` },
      fields: [
        { name: 'Name', in: '/data/name', at: '/data/name' },
        { name: 'Due date', in: '/data/due_on', at: '/data/due_on' },
        { name: 'Description', in: '/data/notes', at: '/data/notes' },
      ],
    },
    find: { url: `${API}/tasks/external:{{ record.key }}?opt_fields=gid`, idOf: '/data/gid' },
  },
};
