/** `npm run serve [-- OPTIONS]` and `npm run connect`: bundles the server with the engine and runs it in this Node. */
import { bundleAndRun, generate } from './bundle.mjs';

generate();
process.exitCode = await bundleAndRun('src/server/main.ts', process.argv.slice(2));
