/** `npm run -s lesson -- check FOLDER...`: bundles the checker of lessons with the engine and runs it in this Node. */
import { bundleAndRun, generate } from './bundle.mjs';

// What it prints are the findings and nothing else.
generate();
process.exitCode = await bundleAndRun('src/session/lessonMain.ts', process.argv.slice(2));
