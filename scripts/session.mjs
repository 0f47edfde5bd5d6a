/** `npm run -s session -- [OPTIONS] FILE...`: bundles the player with the engine and runs it in this Node. */
import { bundleAndRun, generate } from './bundle.mjs';

// What it prints is the transcript and nothing else.
generate();
process.exitCode = await bundleAndRun('src/session/main.ts', process.argv.slice(2));
