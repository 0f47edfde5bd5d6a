/** `npm run serve [-- OPTIONS]` and `npm run connect`: bundles the server with the engine and runs it in this Node. */
import { bundleAndRun, generate } from './bundle.mjs';
import { ensurePage } from './page.mjs';

const [command, ...args] = process.argv.slice(2);
generate();
const isHelp = args.some((arg) => arg === '-h' || arg === '--help');
const bringsPage = args.some((arg) => arg.startsWith('--page'));
const page = command === 'connect' && !isHelp && !bringsPage ? ['--page', await ensurePage()] : [];
process.exitCode = await bundleAndRun('src/server/main.ts', [command, ...args, ...page]);
