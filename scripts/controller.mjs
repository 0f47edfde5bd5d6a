/** `npm run controller -- NAME[,NAME] [OPTIONS]`: bundles controllers of ours and runs them in this Node. */
import { bundleAndRun, generate } from './bundle.mjs';

generate();
process.exitCode = await bundleAndRun('src/standalone/main.ts', process.argv.slice(2));
