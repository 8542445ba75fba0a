import { queueSuite } from './queue-suite.ts';
import { localPostgresStore } from './stores.ts';

queueSuite(localPostgresStore);
