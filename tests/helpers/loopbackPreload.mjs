import { beginAt, leadCloudHere } from './loopback.mjs';

leadCloudHere();
const now = process.env['HELD_TEST_NOW'];
if (now) beginAt(now);
