/**
 * `npm run bench [-- FILTER]`: bundles the benchmarks with the engine and the peer, runs them in a fresh Node, prints
 * lines `name value unit`. Both sides are measured in the same run, on CPU time, medians.
 */
import { bundleAndRun } from '../scripts/bundle.mjs';
import { benchPage } from './page.mjs';

const [filter] = process.argv.slice(2);

process.exitCode = await bundleAndRun('bench/main.ts', process.argv.slice(2));
if (filter === undefined || filter === 'page') await benchPage();
