/** `kubeloop export`: the configuration of a cluster as plain manifests. */
import { parseArgs } from 'node:util';
import { exportManifests } from '../../manifests/exportManifests';
import { noteText } from './noteText';
import { SOURCE_USAGE, readSource, scopeOf, sourceOptions } from './source';
import { write } from './twinCommand';

/** What `kubeloop export --help` prints. */
export const EXPORT_USAGE = `Usage: kubeloop export [OPTIONS] [FILE...]

Writes what was configured in a cluster as plain manifests, in the order in which "kubectl apply -f" takes them: without
status, owners and addresses, and without what controllers make again. Reads the cluster of a kubeconfig (that of
"kubeloop serve", too) or, if they are given, files of "kubectl get -o yaml|json" (-: standard input).

Options:
${SOURCE_USAGE}
  -n, --namespace NAME  only this namespace, and nothing that belongs to none; may be repeated
  --system              the namespaces of the system too
  --secrets             with the values of Secrets; else each is a placeholder
  -o, --output FILE     where to write (default: standard output). Objects of CustomResourceDefinitions that are written
                        too follow in FILE with "-custom-resources" in its name: they are applied after it
  -h, --help            prints this
`;

const options = { ...sourceOptions, secrets: { type: 'boolean' } } as const;

/** Writes the manifests, and what is not in them to standard error. Resolves with the exit code. Throws UsageError. */
export async function exportCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (values.help === true) {
    process.stdout.write(EXPORT_USAGE);
    return 0;
  }
  const withSecretValues = values.secrets === true;
  const { objects, notes } = await readSource({
    values,
    files: positionals,
    withNodes: false,
    withSecretValues,
  });
  const exported = exportManifests(objects, {
    ...scopeOf(values),
    withSystem: values.system === true,
    withSecretValues,
  });
  process.stderr.write(noteText([...notes, ...exported.notes]));
  process.stderr.write(`${exported.count} objects\n`);
  for (const { name, text } of exported.files) {
    const isSecond = name === 'custom-resources.yaml';
    write(isSecond && values.output !== undefined ? besides(values.output) : values.output, text);
  }
  return 0;
}

/** `shop-custom-resources.yaml` for `shop.yaml`. */
function besides(path: string): string {
  return /\.[^./]+$/.test(path) ? path.replace(/(\.[^./]+)$/, '-custom-resources$1') : `${path}-custom-resources`;
}
