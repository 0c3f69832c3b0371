import { Tabs } from '../parts/tabs.js';

const PAGES = { '/health': 'Health', '/deliveries': 'Deliveries', '/events': 'Events' };

/** What whoever runs it looks at. */
export const OperateTabs = () => <Tabs label="Operate" of={PAGES} />;
