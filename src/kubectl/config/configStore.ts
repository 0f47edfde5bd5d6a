/**
 * The kubeconfig as `kubectl config` changes it: read as one, written back to the file that each stanza came from.
 * Models ModifyConfig of staging/src/k8s.io/client-go/tools/clientcmd/config.go (v1.36.3).
 */
import type { Invocation } from '../command';
import type { FileSystem } from '../environment';
import { CommandError } from '../errors';
import { type Kubeconfig, type Section, kubeconfigText, withStanza } from './kubeconfig';
import { type KubeconfigFile, mergeKubeconfigs, readKubeconfigFiles } from './kubeconfigFiles';

const sections: readonly Section[] = ['clusters', 'contexts', 'users'];

/** The kubeconfig of one command, to read and to change. */
export interface ConfigStore {
  /** All files as one. */
  readonly config: Kubeconfig;
  /** Where new stanzas go, and what messages name. */
  readonly path: string;
  /** Makes the files say `next`. */
  write(next: Kubeconfig): Promise<void>;
}

/** Opens the files that flags and environment name. Throws CommandError where one cannot be read. */
export async function openConfig({ flags, env }: Pick<Invocation, 'flags' | 'env'>): Promise<ConfigStore> {
  const flag = flags.string('kubeconfig');
  const files = await readFiles(env, flag);
  const config = mergeKubeconfigs(files);
  // The first file that is there, else the last of the list.
  const path = (files.find(({ exists }) => exists) ?? files.at(-1))?.path ?? '';
  return { config, path, write: (next) => writeChanges(env.files, files, path, config, next) };
}

/** `config --kubeconfig=new` may name a file that does not exist yet; for other commands that is an error. */
async function readFiles(env: Invocation['env'], flag: string): Promise<readonly KubeconfigFile[]> {
  if (flag === '') return readKubeconfigFiles(env, '');
  return readKubeconfigFiles({ ...env, variables: { ...env.variables, KUBECONFIG: flag } }, '');
}

async function writeChanges(
  files: FileSystem,
  read: readonly KubeconfigFile[],
  defaultPath: string,
  before: Kubeconfig,
  after: Kubeconfig,
): Promise<void> {
  const texts = new Map(read.map(({ path, config }) => [path, config]));
  const changed = new Set<string>();
  const change = (path: string, update: (config: Kubeconfig) => Kubeconfig) => {
    const config = texts.get(path);
    if (config === undefined) return;
    texts.set(path, update(config));
    changed.add(path);
  };
  if (before.currentContext !== after.currentContext) {
    const holder = read.find(({ config }) => config.currentContext !== '')?.path;
    const path = after.currentContext === '' ? holder : defaultPath;
    if (path === undefined) throw new CommandError('no config found to write context');
    change(path, (config) => ({ ...config, currentContext: after.currentContext }));
  }
  for (const section of sections) {
    for (const name of new Set([...before[section].keys(), ...after[section].keys()])) {
      const stanza = after[section].get(name);
      if (stanza === before[section].get(name)) continue;
      const origin = read.find(({ config }) => config[section].has(name))?.path ?? defaultPath;
      change(origin, (config) => withStanza(config, section, name, stanza));
    }
  }
  for (const path of changed) {
    const config = texts.get(path);
    if (config !== undefined) await files.write(path, kubeconfigText(config));
  }
}
