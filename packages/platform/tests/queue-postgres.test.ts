import { queueSuite } from './queue-suite.ts';
import { postgresStore } from './stores.ts';

queueSuite(postgresStore);
