/**
 * A kubeconfig file: clusters, users, and contexts that pair them.
 * Models staging/src/k8s.io/client-go/tools/clientcmd/api (v1.36.3). Fields that kubectl does not know are dropped.
 */
import { CommandError } from '../errors';
import { goYaml } from '../printers/yaml';
import { readYaml } from '../resource/documents';
import { knownFields } from './stanzaFields';

/** A cluster, user or context as the file has it, e.g. `{ server: 'https://...' }`. */
export type Stanza = Readonly<Record<string, unknown>>;

/** The lists of a kubeconfig. */
export type Section = 'clusters' | 'users' | 'contexts';

/** Stanzas by name. */
export interface Kubeconfig {
  readonly clusters: ReadonlyMap<string, Stanza>;
  readonly users: ReadonlyMap<string, Stanza>;
  readonly contexts: ReadonlyMap<string, Stanza>;
  readonly currentContext: string;
}

/** A kubeconfig that says nothing. */
export const emptyKubeconfig: Kubeconfig = {
  clusters: new Map(),
  users: new Map(),
  contexts: new Map(),
  currentContext: '',
};

/** The key under which a section's entries hold their stanza. */
const stanzaKeys: Readonly<Record<Section, string>> = {
  clusters: 'cluster',
  users: 'user',
  contexts: 'context',
};

/** Reads a file. Throws CommandError with the text of the YAML error. */
export function parseKubeconfig(text: string, path: string): Kubeconfig {
  let read: unknown;
  try {
    read = readYaml(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(
      `error loading config file ${JSON.stringify(path)}: ${why.replace(/^yaml: line 1: /, 'yaml: ')}`,
    );
  }
  const file: Stanza = isStanza(read) ? read : {};
  const current = file['current-context'];
  return {
    clusters: sectionOf(file, 'clusters'),
    users: sectionOf(file, 'users'),
    contexts: sectionOf(file, 'contexts'),
    currentContext: typeof current === 'string' ? current : '',
  };
}

function sectionOf(file: Stanza, section: Section): ReadonlyMap<string, Stanza> {
  const entries = file[section];
  const found = new Map<string, Stanza>();
  for (const entry of Array.isArray(entries) ? (entries as readonly unknown[]) : []) {
    if (!isStanza(entry) || typeof entry.name !== 'string') continue;
    const stanza = entry[stanzaKeys[section]];
    found.set(entry.name, isStanza(stanza) ? stanza : {});
  }
  return found;
}

/** The file as kubectl writes it: sections and keys sorted, entries by name. */
export function kubeconfigText(config: Kubeconfig): string {
  return goYaml(kubeconfigObject(config));
}

/** The file's content as a JSON value, e.g. for `config view -o json`. */
export function kubeconfigObject(config: Kubeconfig): Stanza {
  const entries = (section: Section) => {
    const names = [...config[section].keys()].sort();
    if (names.length === 0) return null;
    return names.map((name) => ({
      name,
      [stanzaKeys[section]]: knownFields(section, config[section].get(name) ?? {}),
    }));
  };
  return {
    kind: 'Config',
    apiVersion: 'v1',
    clusters: entries('clusters'),
    users: entries('users'),
    contexts: entries('contexts'),
    'current-context': config.currentContext,
  };
}

/** `config` with one stanza set, or removed where `stanza` is undefined. */
export function withStanza(config: Kubeconfig, section: Section, name: string, stanza: Stanza | undefined): Kubeconfig {
  const stanzas = new Map(config[section]);
  if (stanza === undefined) stanzas.delete(name);
  else stanzas.set(name, stanza);
  return { ...config, [section]: stanzas };
}

/** Text of a stanza's field, empty if it is not there. */
export function textOf(stanza: Stanza | undefined, key: string): string {
  const value = stanza?.[key];
  return typeof value === 'string' ? value : '';
}

function isStanza(value: unknown): value is Stanza {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
