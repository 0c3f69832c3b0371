import { Tabs } from '../parts/tabs.js';

export const FloorTabs = () => <Tabs label="Floor" of={{ '/floor': 'Now', '/floor/breaches': 'Breaches' }} />;
