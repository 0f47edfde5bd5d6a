/** `npm run controller -- NAME[,NAME] --kubeconfig F`: our controllers against an API server; docs/controllers.md explains. */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { CUSTOM_RESOURCE } from '../api/kinds';
import { createHttpTransport } from '../client/http';
import type { Controller } from '../controllers/controller';
import { controllers } from '../controllers/registry';
import { controllerNames, selectControllers } from '../controllers/selection';
import { loadKubeconfig, targetOf } from '../server/connect/kubeconfigTarget';
import { nodeSend } from '../session/nodeHttp';
import { connectionTo } from './connectionTo';
import { runControllers } from './controllerProcess';

const USAGE = `usage: npm run controller -- NAME[,NAME...] [--kubeconfig F] [--context C]

Runs controllers of kubeloop against the API server that a kubeconfig names, until Ctrl-C. Switch the same controllers off
there first, with --controllers=*,-NAME of kube-controller-manager: two of a kind undo each other's work.

Names: ${controllerNames(controllers).join(', ')}
`;

async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { kubeconfig: { type: 'string' }, context: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  const [names, ...others] = positionals;
  if (values.help === true || names === undefined || others.length > 0) {
    process.stdout.write(USAGE);
    return values.help === true ? 0 : 2;
  }
  const chosen = chosenOf(names);
  const target = targetOf(loadKubeconfig(values.kubeconfig, process.env), values.context);
  const running = await runControllers({
    transport: createHttpTransport(nodeSend(connectionTo(target))),
    controllers: chosen,
    seed: randomInt(2 ** 31),
    onTrouble: (what, error) => {
      process.stderr.write(`${what}: ${error instanceof Error ? error.message : String(error)}\n`);
      if (what === 'stopped') process.exit(1);
    },
  });
  process.stdout.write(`${chosen.map(({ name }) => name).join(', ')} at ${target.server.href}; Ctrl-C stops.\n`);
  await new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await running.stop();
  return 0;
}

/** The loops behind `names`, without those of other programs that a simulated cluster runs beside. */
function chosenOf(names: string): readonly Controller[] {
  const others = new Set(selectControllers(controllers, []));
  const chosen = selectControllers(controllers, names.split(',')).filter((controller) => !others.has(controller));
  const unable = chosen.find((controller) => kindsOf(controller).includes(CUSTOM_RESOURCE));
  if (unable === undefined) return chosen;
  throw new Error(
    `${unable.name} follows custom resources of every kind, which only the simulated cluster can tell of`,
  );
}

function kindsOf({ kind, watches, follows, reads = [] }: Controller): readonly string[] {
  return [kind, ...watches.map((watch) => watch.kind), ...(follows?.kinds ?? []), ...reads];
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
