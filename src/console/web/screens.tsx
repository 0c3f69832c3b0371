import {
  ArrowLeftRight,
  Ban,
  Bell,
  Building2,
  ChartColumn,
  Coins,
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

/** In the order of the navigation. */
export const SCREENS: readonly Screen[] = [
  {
    path: '/inbox',
    isFor: isRep,
    place: { name: 'Inbox', Icon: InboxIcon },
    load: async () => (await import('./inbox/inbox.js')).Inbox,
  },
  {
    path: '/notifications',
    isFor: isRep,
    place: { name: 'Notifications', Icon: Bell },
    load: async () => (await import('./notifications/notifications.js')).Notifications,
  },
  {
    path: '/floor',
    isFor: scoped('manager', 'read'),
    place: { name: 'Floor', Icon: LayoutList },
    load: async () => (await import('./floor/floor.js')).Floor,
  },
  {
    path: '/floor/breaches',
    isFor: scoped('manager', 'read'),
    load: async () => (await import('./floor/breaches.js')).Breaches,
  },
  {
    path: '/team',
    isFor: scoped('manager', 'read'),
    place: { name: 'Team', Icon: UsersRound },
    load: async () => (await import('./team/team.js')).Team,
  },
  {
    path: '/team/:id',
    isFor: scoped('rep', 'manager', 'read'),
    load: async () => (await import('./team/rep-page.js')).RepPage,
  },
  {
    path: '/leads',
    isFor: scoped('rep', 'manager', 'read'),
    place: { name: 'Leads', Icon: Users },
    load: async () => (await import('./leads/leads.js')).Leads,
  },
  {
    path: '/leads/:id',
    isFor: all,
    load: async () => (await import('./leads/lead-page.js')).LeadPage,
  },
  {
    path: '/deals',
    isFor: scoped('rep', 'manager', 'read'),
    place: { name: 'Deals', Icon: Handshake },
    load: async () => (await import('./deals/deals.js')).Deals,
  },
  {
    path: '/deals/:id',
    isFor: all,
    load: async () => (await import('./deals/deal-page.js')).DealPage,
  },
  {
    path: '/accounts',
    isFor: scoped('rep', 'manager', 'read'),
    place: { name: 'Accounts', Icon: Building2 },
    load: async () => (await import('./accounts/accounts.js')).Accounts,
  },
  {
    path: '/accounts/:id',
    isFor: all,
    load: async () => (await import('./accounts/account-page.js')).AccountPage,
  },
  {
    path: '/contracts/:id',
    isFor: all,
    load: async () => (await import('./contracts/contract-page.js')).ContractPage,
  },
  {
    path: '/revenue/:report?',
    isFor: scoped('rep', 'manager', 'read'),
    place: { name: 'Revenue', Icon: Coins },
    load: async () => (await import('./revenue/revenue.js')).Revenue,
  },
  {
    path: '/handoffs',
    isFor: scoped('rep', 'manager', 'read', 'integration'),
    place: { name: 'Handoffs', Icon: ArrowLeftRight },
    load: async () => (await import('./handoffs/handoffs.js')).Handoffs,
  },
  {
    path: '/handoffs/map',
    isFor: scoped('rep', 'manager', 'read'),
    load: async () => (await import('./handoffs/map/map-page.js')).MapPage,
  },
  {
    path: '/handoffs/:id',
    isFor: scoped('rep', 'manager', 'read', 'integration'),
    load: async () => (await import('./handoffs/room.js')).Room,
  },
  {
    path: '/numbers/:report?',
    isFor: scoped('rep', 'manager', 'read'),
    place: { name: 'Numbers', Icon: ChartColumn },
    load: async () => (await import('./numbers/numbers.js')).Numbers,
  },
  {
    path: '/setup',
    isFor: scoped('admin'),
    place: { name: 'Set up', Icon: ListChecks },
    load: async () => (await import('./setup/setup.js')).Setup,
  },
  {
    path: '/configure',
    isFor: scoped('read'),
    place: { name: 'Configure', Icon: SlidersHorizontal },
    load: async () => (await import('./configure/configure.js')).Configure,
  },
  {
    path: '/configure/:kind',
    isFor: scoped('read'),
    load: async () => (await import('./configure/kind-page.js')).KindPage,
  },
  {
    path: '/configure/:kind/:id',
    isFor: scoped('read'),
    load: async () => (await import('./configure/kind-page.js')).ResourcePage,
  },
  {
    path: '/suppressions',
    isFor: scoped('read', 'integration'),
    place: { name: 'Suppressions', Icon: Ban },
    within: '/configure',
    load: async () => (await import('./suppressions/suppressions.js')).Suppressions,
  },
  {
    path: '/persons',
    isFor: scoped('admin'),
    within: '/configure',
    load: async () => (await import('./persons/persons.js')).Persons,
  },
  {
    path: '/access',
    isFor: scoped('admin'),
    place: { name: 'Access', Icon: KeyRound },
    load: async () => (await import('./access/access.js')).Access,
  },
  {
    path: '/health',
    isFor: scoped('read'),
    place: { name: 'Health', Icon: HeartPulse },
    load: async () => (await import('./operate/health.js')).Health,
  },
  {
    path: '/deliveries',
    isFor: scoped('read'),
    within: '/health',
    load: async () => (await import('./operate/deliveries.js')).Deliveries,
  },
  {
    path: '/events',
    isFor: scoped('read'),
    within: '/health',
    load: async () => (await import('./operate/events.js')).Events,
  },
  {
    path: '/account',
    isFor: all,
    place: { name: 'You', Icon: UserRound },
    load: async () => (await import('./session/you.js')).You,
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
