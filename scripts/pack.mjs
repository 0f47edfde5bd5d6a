/** Before `npm pack`: builds the page into dist, and the server with the engine into dist-node, for bin/kubeloop.mjs. */
import { spawnSync } from 'node:child_process';
import { bundle, generate } from './bundle.mjs';

generate();
const { status } = spawnSync('npx', ['vite', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] });
if (status !== 0) process.exit(status ?? 1);
await bundle('src/server/main.ts', 'dist-node');
