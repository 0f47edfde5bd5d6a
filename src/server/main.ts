/** What `npx kubeloop` runs: the parts of kubeloop that need Node's network. */
import { CONNECT_USAGE, connectCommand } from './connect/connectCommand';
import { SERVE_USAGE, serveCommand } from './serve/serveCommand';
import { EXPORT_USAGE, exportCommand } from './twin/exportCommand';
import { TWIN_USAGE, twinCommand } from './twin/twinCommand';
import { UsageError } from './usageError';

const USAGE = `Usage: kubeloop COMMAND [OPTIONS]

Commands:
  serve    runs a simulated Kubernetes cluster for kubectl and every other client
  connect  opens the page on a real cluster
  twin     makes a simulated twin of a cluster, for the page
  export   writes a cluster's configuration as plain manifests

"kubeloop COMMAND --help" tells the options of one.
`;

type Command = (args: readonly string[]) => Promise<number>;
const commands: ReadonlyMap<string, Command> = new Map([
  ['serve', serveCommand],
  ['connect', connectCommand],
  ['twin', twinCommand],
  ['export', exportCommand],
]);
const usages: ReadonlyMap<string, string> = new Map([
  ['serve', SERVE_USAGE],
  ['connect', CONNECT_USAGE],
  ['twin', TWIN_USAGE],
  ['export', EXPORT_USAGE],
]);

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(usages.get(args[0] ?? '') ?? USAGE);
    return name === undefined ? 2 : 0;
  }
  const command = commands.get(name);
  if (command === undefined)
    throw new UsageError(`there is no command "${name}": "kubeloop help" tells which there are`);
  return command(args);
}

/** Wrong options are Node's errors with a code of their own. */
function isUsage(error: unknown): error is Error {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return error instanceof UsageError || (typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS'));
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!isUsage(error)) throw error;
  process.stderr.write(`kubeloop: ${error.message}\n`);
  process.exitCode = 2;
}
