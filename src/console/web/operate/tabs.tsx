import { Tabs } from '../parts/tabs.js';

const PAGES = { '/health': 'Health', '/deliveries': 'Deliveries', '/events': 'Events' };

export const OperateTabs = () => <Tabs label="Operate" of={PAGES} />;
