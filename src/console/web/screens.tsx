import {
  ArrowLeftRight,
  Ban,
  Bell,
  Building2,
  Cable,
  ChartColumn,
  Coins,
  FileUp,
  Handshake,
  HeartPulse,
  Inbox as InboxIcon,
  KeyRound,
  LayoutList,
  ListChecks,
  type LucideIcon,
  SlidersHorizontal,
  UserRound,
  Users,
  UsersRound,
} from 'lucide-react';
import type { LoadPage } from './opened.js';
import { type Me, may } from './session/me.js';

type Scope = Me['scopes'][number];

interface Screen {
  readonly path: string;
  readonly isFor: (me: Me) => boolean;
  /** Its link in the navigation; absent if other pages lead to it. */
  readonly place?: { readonly name: string; readonly Icon: LucideIcon };
  /**
   * The path of the navigation entry that it belongs to, if it is not a prefix of its own. Its own link is only for
   * users who do not have that entry.
   */
  readonly within?: string;
  /** Loads its component, whose props are the parameters of the path. */
  readonly load: LoadPage;
}

const all = () => true;
const isRep = ({ repId }: Me) => repId !== null;
const scoped =
  (...scopes: readonly Scope[]) =>
  (me: Me) =>
    may(me, ...scopes);

/** Screens are loaded by area: if each were a file of its own, what they share would come to dozens of small files. */
const leads = () => import('./areas/leads.js');
const deals = () => import('./areas/deals.js');
const settings = () => import('./areas/settings.js');

/** In the order of the navigation. */
export const SCREENS: readonly Screen[] = [
  {
    path: '/inbox',
    isFor: isRep,
    place: { name: 'Inbox', Icon: InboxIcon },
    load: async () => (await leads()).Inbox,
  },
  {
    path: '/notifications',
    isFor: isRep,
    place: { name: 'Notifications', Icon: Bell },
    load: async () => (await leads()).Notifications,
  },
  {
    path: '/floor',
    isFor: scoped('manager', 'read'),
    place: { name: 'Floor', Icon: LayoutList },
    load: async () => (await leads()).Floor,
  },
  { path: '/floor/breaches', isFor: scoped('manager', 'read'), load: async () => (await leads()).Breaches },
  {
    path: '/team',
    isFor: scoped('manager', 'read'),
    place: { name: 'Team', Icon: UsersRound },
    load: async () => (await leads()).Team,
  },
  { path: '/team/:id', isFor: scoped('rep', 'manager', 'read'), load: async () => (await leads()).RepPage },
  {
    path: '/leads',
    isFor: scoped('rep', 'manager', 'read'),
    place: { name: 'Leads', Icon: Users },
    load: async () => (await leads()).Leads,
  },
  {
    path: '/leads/add',
    isFor: scoped('rep', 'manager', 'intake', 'integration'),
    load: async () => (await leads()).AddLead,
  },
  { path: '/leads/:id', isFor: all, load: async () => (await leads()).LeadPage },
  {
    path: '/deals',
    isFor: scoped('rep', 'manager', 'read'),
    place: { name: 'Deals', Icon: Handshake },
    load: async () => (await deals()).Deals,
  },
  { path: '/deals/:id', isFor: all, load: async () => (await deals()).DealPage },
  {
    path: '/accounts',
    isFor: scoped('rep', 'manager', 'read'),
    place: { name: 'Accounts', Icon: Building2 },
    load: async () => (await deals()).Accounts,
  },
  { path: '/accounts/:id', isFor: all, load: async () => (await deals()).AccountPage },
  {
    path: '/contracts',
    isFor: scoped('rep', 'manager', 'read'),
    within: '/accounts',
    load: async () => (await deals()).Contracts,
  },
  { path: '/contracts/:id', isFor: all, load: async () => (await deals()).ContractPage },
  {
    path: '/revenue/:report?',
    isFor: scoped('rep', 'manager', 'read'),
    place: { name: 'Revenue', Icon: Coins },
    load: async () => (await deals()).Revenue,
  },
  {
    path: '/handoffs',
    isFor: scoped('rep', 'manager', 'read', 'integration'),
    place: { name: 'Handoffs', Icon: ArrowLeftRight },
    load: async () => (await deals()).Handoffs,
  },
  { path: '/handoffs/map', isFor: scoped('rep', 'manager', 'read'), load: async () => (await deals()).MapPage },
  {
    path: '/handoffs/:id',
    isFor: scoped('rep', 'manager', 'read', 'integration'),
    load: async () => (await deals()).Room,
  },
  {
    path: '/numbers/:report?',
    isFor: scoped('rep', 'manager', 'read'),
    place: { name: 'Numbers', Icon: ChartColumn },
    load: async () => (await deals()).Numbers,
  },
  {
    path: '/setup',
    isFor: scoped('admin'),
    place: { name: 'Set up', Icon: ListChecks },
    load: async () => (await settings()).Setup,
  },
  {
    path: '/configure',
    isFor: scoped('read'),
    place: { name: 'Configure', Icon: SlidersHorizontal },
    load: async () => (await settings()).Configure,
  },
  { path: '/configure/:kind', isFor: scoped('read'), load: async () => (await settings()).KindPage },
  { path: '/configure/:kind/:id', isFor: scoped('read'), load: async () => (await settings()).ResourcePage },
  {
    path: '/connections',
    isFor: scoped('read'),
    place: { name: 'Connections', Icon: Cable },
    within: '/configure',
    load: async () => (await settings()).Connections,
  },
  {
    path: '/connections/add',
    isFor: scoped('admin'),
    within: '/configure',
    load: async () => (await settings()).AddConnection,
  },
  {
    path: '/connections/:id',
    isFor: scoped('read'),
    within: '/configure',
    load: async () => (await settings()).ConnectionPage,
  },
  {
    path: '/imports',
    isFor: scoped('read', 'integration'),
    place: { name: 'Imports', Icon: FileUp },
    within: '/configure',
    load: async () => (await settings()).Imports,
  },
  {
    path: '/imports/new',
    isFor: scoped('integration'),
    within: '/configure',
    load: async () => (await settings()).NewImport,
  },
  {
    path: '/imports/:id',
    isFor: scoped('read', 'integration'),
    within: '/configure',
    load: async () => (await settings()).ImportPage,
  },
  {
    path: '/suppressions',
    isFor: scoped('read', 'integration'),
    place: { name: 'Suppressions', Icon: Ban },
    within: '/configure',
    load: async () => (await settings()).Suppressions,
  },
  {
    path: '/rates',
    isFor: scoped('read', 'integration'),
    within: '/configure',
    load: async () => (await settings()).Rates,
  },
  { path: '/persons', isFor: scoped('admin'), within: '/configure', load: async () => (await settings()).Persons },
  {
    path: '/access',
    isFor: scoped('admin'),
    place: { name: 'Access', Icon: KeyRound },
    load: async () => (await settings()).Access,
  },
  {
    path: '/health',
    isFor: scoped('read'),
    place: { name: 'Health', Icon: HeartPulse },
    load: async () => (await settings()).Health,
  },
  { path: '/deliveries', isFor: scoped('read'), within: '/health', load: async () => (await settings()).Deliveries },
  { path: '/events', isFor: scoped('read'), within: '/health', load: async () => (await settings()).Events },
  {
    path: '/account',
    isFor: all,
    place: { name: 'You', Icon: UserRound },
    load: async () => (await leads()).You,
  },
];

/** Returns the first page after the login. */
export function firstScreenOf(me: Me): string {
  if (may(me)) return '/setup';
  if (me.scopes.includes('manager')) return '/floor';
  if (isRep(me)) return '/inbox';
  const places = placesFor(me);
  return (places.find(({ to }) => to === '/leads') ?? places[0]!).to;
}

/** Returns the entries of the navigation for a user. */
export function placesFor(me: Me) {
  const own = SCREENS.filter(({ isFor }) => isFor(me));
  return own.flatMap(({ path, place, within }) => {
    if (place === undefined || own.some((screen) => screen.path === within)) return [];
    // `/numbers/:report?` → `/numbers`
    return [{ to: path.replace(/\/:\w+\?$/, ''), ...place }];
  });
}
