#!/usr/bin/env node
/** `npx kubeloop COMMAND`: from a package, what was built into it; from a checkout, its sources as they are. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const built = new URL('../dist-node/main.js', import.meta.url);
const sources = new URL('../scripts/server.mjs', import.meta.url);

if (!existsSync(fileURLToPath(sources))) await import(built);
else await import(sources);
