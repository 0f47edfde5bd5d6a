/**
 * Where the kubeconfig is: the flag, else the files of $KUBECONFIG, else ~/.kube/config. Several files count as one.
 * Models staging/src/k8s.io/client-go/tools/clientcmd/loader.go (v1.36.3).
 */
import { type Environment, FileError } from '../environment';
import { CommandError } from '../errors';
import { emptyKubeconfig, type Kubeconfig, parseKubeconfig } from './kubeconfig';

/** One of the files that make up the kubeconfig. */
export interface KubeconfigFile {
  readonly path: string;
  readonly config: Kubeconfig;
  /** False: nothing is there yet, and `config` is empty. */
  readonly exists: boolean;
}

/** Every file of the order, first in precedence first. Throws CommandError if the file of the flag is missing. */
export async function readKubeconfigFiles(env: Environment, flag: string): Promise<readonly KubeconfigFile[]> {
  const files: KubeconfigFile[] = [];
  for (const path of pathsOf(env, flag)) files.push(await readFile(env, path, flag !== ''));
  return files;
}

async function readFile(env: Environment, path: string, isRequired: boolean): Promise<KubeconfigFile> {
  try {
    return { path, config: parseKubeconfig(await env.files.read(path), path), exists: true };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (error.code !== 'ENOENT') throw new CommandError(`open ${path}: ${error.message}`);
    if (isRequired) throw new CommandError(`stat ${path}: no such file or directory`);
    return { path, config: emptyKubeconfig, exists: false };
  }
}

function pathsOf({ variables }: Environment, flag: string): readonly string[] {
  if (flag !== '') return [flag];
  const listed = [...new Set((variables.KUBECONFIG ?? '').split(':').filter((path) => path !== ''))];
  return listed.length > 0 ? listed : [`${variables.HOME ?? ''}/.kube/config`];
}

/** All files as one: the first that defines a stanza, or the current context, decides it. */
export function mergeKubeconfigs(files: readonly KubeconfigFile[]): Kubeconfig {
  const merged = { clusters: new Map(), users: new Map(), contexts: new Map() };
  let currentContext = '';
  for (const { config } of files) {
    for (const section of ['clusters', 'users', 'contexts'] as const) {
      for (const [name, stanza] of config[section]) if (!merged[section].has(name)) merged[section].set(name, stanza);
    }
    if (currentContext === '') ({ currentContext } = config);
  }
  return { ...merged, currentContext };
}
