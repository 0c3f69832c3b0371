import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, put, type Schemas } from '../api/api.js';
import { bodyOf, useApiDocument } from '../configure/use-api-document.js';
import { optionsOf } from '../parts/choice.js';
import { durationInWords } from '../parts/duration.js';
import { Fact } from '../parts/fact.js';
import { CheckField, InputField, SelectField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { useDoing } from '../parts/sending.js';
import { Unread } from '../parts/states.js';
import { lowered } from '../parts/words.js';

type Rep = Schemas['Rep'];
type Settings = Schemas['NotificationSettings'];
type Type = Settings['email']['types'][number];

const PATH = '/v1/reps/{id}/notification-settings';
type Channel = Schemas['NotificationWays']['ways'][number]['channel'];
const CHANNELS: Readonly<Record<Channel, string>> = { email: 'E-mail', slack: 'Slack' };

/** What notifications are about, by how their types begin; all others are alarms. */
const SUBJECTS = {
  'Leads that come, go or wait': /^(?:leads?|rep)\./,
  'Deadlines: warnings, misses and changes': /^sla\./,
  'Handoffs and deals': /^(?:handoff|deal|record)\./,
  'The summary of the team': /^team\./,
  'Alarms: something is silent, failing or stopped': /./,
} as const;
type About = keyof typeof SUBJECTS;
const ABOUT = Object.keys(SUBJECTS) as readonly About[];
const aboutOf = (type: Type): About => ABOUT.find((about) => SUBJECTS[about].test(type))!;

const DIGESTS = ['PT0S', 'PT10M', 'PT30M', 'PT1H', 'PT4H', 'P1D'];
const SUMMARIES = { day: 'At the end of each working day', week: 'At the end of each week', none: 'Never' };
const QUIET_HOURS = { none: 'They are sent at once', offHours: 'They wait until work begins' };

/** How a rep is notified: by which channels, about what, how often and when. */
export function NotificationSettings({ rep, mayChange }: { readonly rep: Rep; readonly mayChange: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const { data: settings, error } = useQuery({
    queryKey: ['rep', rep.id, 'notification-settings'],
    queryFn: () => get(PATH, { path: { id: rep.id } }),
  });
  if (settings === undefined) return <Unread error={error} />;
  return (
    <section aria-labelledby="notifications-title">
      <h2 id="notifications-title">How they are notified</h2>
      <dl className="facts">
        <Fact name="By e-mail">{wayInWords('email', settings.email)}</Fact>
        <Fact name="By Slack">
          {settings.slack.memberId === null
            ? 'Never: their Slack member id is not set'
            : wayInWords('slack', settings.slack)}
        </Fact>
        <Fact name="Outside their hours">{QUIET_HOURS[settings.quietHours]}</Fact>
        <Fact name="Summary of their team">{SUMMARIES[settings.summary]}</Fact>
      </dl>
      {mayChange && (
        <p>
          <button type="button" onClick={() => setOpen(true)}>
            Change how …
          </button>
        </p>
      )}
      {isOpen && <SettingsDialog rep={rep} settings={settings} onClose={() => setOpen(false)} />}
    </section>
  );
}

interface DialogProps {
  readonly rep: Rep;
  readonly settings: Settings;
  readonly onClose: () => void;
}

function SettingsDialog({ rep, settings: latest, onClose }: DialogProps) {
  // Those that the form shows: if they change meanwhile, saving says so.
  const [settings] = useState(latest);
  const change = useDoing([['rep', rep.id]]);
  const { data: api, error } = useApiDocument();
  if (api === undefined) return <Unread error={error} />;
  const { items } = bodyOf(api, 'put', PATH).properties?.email?.properties?.types ?? {};
  const allTypes = (typeof items === 'object' ? items.enum : []) as Type[];
  const save = (form: FormData) =>
    change({
      message: 'The settings are saved',
      send: () =>
        put(PATH, {
          path: { id: rep.id },
          ifMatch: `"${settings.version}"`,
          body: {
            email: wayIn(form, 'email', allTypes, settings.email),
            slack: { ...wayIn(form, 'slack', allTypes, settings.slack), memberId: textOf(form, 'memberId') || null },
            quietHours: textOf(form, 'quietHours') as Settings['quietHours'],
            summary: textOf(form, 'summary') as Settings['summary'],
          },
        }),
    });
  return (
    <FormDialog title={`How ${rep.name} is notified`} onClose={onClose} onSend={save} send="Save">
      {(Object.keys(CHANNELS) as Channel[]).map((channel) => (
        <Way key={channel} channel={channel} way={settings[channel]}>
          {channel === 'slack' && (
            <InputField
              label="Slack member id (“Copy member ID” in their Slack profile)"
              name="memberId"
              at="/slack/memberId"
              defaultValue={settings.slack.memberId ?? ''}
            />
          )}
        </Way>
      ))}
      <SelectField
        label="Outside their hours"
        name="quietHours"
        options={optionsOf(QUIET_HOURS)}
        defaultValue={settings.quietHours}
      />
      <SelectField
        label="Summary, if they have a team"
        name="summary"
        options={optionsOf(SUMMARIES)}
        defaultValue={settings.summary}
      />
    </FormDialog>
  );
}

function wayIn(form: FormData, channel: Channel, allTypes: readonly Type[], { types }: Settings['email']) {
  const chosen = form.getAll(channel) as About[];
  const known = new Set(types.map(aboutOf));
  // Of a subject that was chosen before, the types stay as they were: programs choose them one by one.
  const isWanted = (type: Type) =>
    chosen.includes(aboutOf(type)) && (!known.has(aboutOf(type)) || types.includes(type));
  return { digest: textOf(form, `${channel}.digest`), types: allTypes.filter(isWanted) };
}

interface WayProps {
  readonly channel: Channel;
  readonly way: Settings['email'];
  readonly children: React.ReactNode;
}

function Way({ channel, way: { digest, types }, children }: WayProps) {
  const digests = DIGESTS.includes(digest) ? DIGESTS : [...DIGESTS, digest];
  const chosen = new Set(types.map(aboutOf));
  return (
    <fieldset className="form">
      <legend>{CHANNELS[channel]}</legend>
      {children}
      <SelectField
        label={`How often by ${lowered(CHANNELS[channel])}`}
        name={`${channel}.digest`}
        at={`/${channel}/digest`}
        options={digests.map((id) => ({ id, name: digestInWords(id, channel) }))}
        defaultValue={digest}
      />
      {ABOUT.map((about) => (
        <CheckField key={about} label={about} name={channel} value={about} defaultChecked={chosen.has(about)} />
      ))}
    </fieldset>
  );
}

function wayInWords(channel: Channel, { digest, types }: Settings['email']): string {
  const about = ABOUT.filter((each) => types.some((type) => aboutOf(type) === each));
  if (about.length === 0) return 'Never';
  const often = digestInWords(digest, channel);
  return about.length === ABOUT.length ? often : `${often}. ${about.join('; ')}`;
}

function digestInWords(digest: string, channel: Channel): string {
  if (durationInWords(digest) !== '0 seconds') return `At most one in ${durationInWords(digest)}`;
  return channel === 'email' ? 'At once; lead after lead every 5 minutes' : 'Each at once';
}
