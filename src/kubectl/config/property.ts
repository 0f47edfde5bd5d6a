/**
 * `config set clusters.minikube.server https://...`: one value by its path.
 * Models navigation_step_parser.go and modifyConfig of staging/src/k8s.io/kubectl/pkg/cmd/config (v1.36.3).
 * Left out: fields that hold more than one value (exec, auth-provider, extensions), which are refused.
 */
import { base64ErrorAt, encodeBase64 } from '../../api/meta/base64';
import { CommandError } from '../errors';
import { parseBool, ValueError } from '../flags/goValues';
import { type Kubeconfig, type Section, withStanza } from './kubeconfig';
import { type FieldKind, stanzaFields } from './stanzaFields';

const rootFields = [
  'kind',
  'apiVersion',
  'preferences',
  'clusters',
  'users',
  'contexts',
  'current-context',
  'extensions',
];

type Path =
  | { readonly type: 'root'; readonly field: string }
  | { readonly type: 'stanza'; readonly section: Section; readonly name: string }
  | { readonly type: 'field'; readonly section: Section; readonly name: string; readonly field: string };

/** `config` with the property set. Throws CommandError for a path that leads nowhere, or a value of the wrong kind. */
export function setProperty(config: Kubeconfig, property: string, value: string, isRawBytes: boolean): Kubeconfig {
  const path = pathOf(property);
  if (path.type === 'root') {
    if (path.field === 'current-context') return { ...config, currentContext: value };
    if (path.field === 'kind' || path.field === 'apiVersion') return config; // Written as they are, whatever is set.
    if (isSection(path.field)) throw new CommandError(`can't set a map to a value: ${pointers(config, path.field)}`);
    throw notSimulated(property);
  }
  if (path.type === 'stanza') throw new CommandError(`can't set a map to a value: ${pointers(config, path.section)}`);
  const { section, name, field } = path;
  const kind = stanzaFields[section][field] ?? 'other';
  if (kind === 'other') throw notSimulated(property);
  const stanza = { ...config[section].get(name), [field]: valueOf(kind, value, isRawBytes) };
  return withStanza(config, section, name, stanza);
}

/** `config` without the property: a field, a stanza, or a whole section. */
export function unsetProperty(config: Kubeconfig, property: string): Kubeconfig {
  const path = pathOf(property);
  if (path.type === 'root') {
    if (path.field === 'current-context') return { ...config, currentContext: '' };
    return isSection(path.field) ? { ...config, [path.field]: new Map() } : config;
  }
  const { section, name } = path;
  if (path.type === 'stanza') return withStanza(config, section, name, undefined);
  const stanza = config[section].get(name);
  if (stanza === undefined) throw new CommandError(`current map key \`${name}\` is invalid`);
  const { [path.field]: _, ...rest } = stanza;
  return withStanza(config, section, name, rest);
}

/** Names may hold dots: everything up to a known field belongs to the name. */
function pathOf(property: string): Path {
  const [root = '', ...rest] = property.split('.');
  if (!rootFields.includes(root)) throw new CommandError(`unable to parse ${property} after [] at api.Config`);
  if (rest.length === 0) return { type: 'root', field: root };
  if (!isSection(root)) {
    if (root === 'preferences' || root === 'extensions') throw notSimulated(property);
    throw new CommandError(`unable to parse one or more field values of ${property}`);
  }
  const at = rest.findIndex((part, index) => index > 0 && Object.hasOwn(stanzaFields[root], part));
  if (at < 0) return { type: 'stanza', section: root, name: rest.join('.') };
  const field = rest[at] ?? '';
  if (at < rest.length - 1) {
    if (stanzaFields[root][field] === 'other') throw notSimulated(property);
    throw new CommandError(`unable to parse one or more field values of ${property}`);
  }
  return { type: 'field', section: root, name: rest.slice(0, at).join('.'), field };
}

function valueOf(kind: FieldKind, value: string, isRawBytes: boolean): unknown {
  if (kind === 'bytes') {
    if (isRawBytes) return encodeBase64(value);
    const wrongAt = base64ErrorAt(value);
    if (wrongAt !== undefined) {
      throw new CommandError(`error decoding input value: illegal base64 data at input byte ${wrongAt}`);
    }
    return value;
  }
  if (kind !== 'bool') return value;
  try {
    return parseBool(value);
  } catch (error) {
    throw error instanceof ValueError ? new CommandError(error.message) : error;
  }
}

function isSection(field: string): field is Section {
  return Object.hasOwn(stanzaFields, field);
}

/** How Go prints a map of pointers; the addresses mean nothing there either. */
function pointers(config: Kubeconfig, section: Section): string {
  const names = [...config[section].keys()].sort();
  return `map[${names.map((name, index) => `${name}:0x${(0xc000100000 + index * 128).toString(16)}`).join(' ')}]`;
}

function notSimulated(property: string): CommandError {
  return new CommandError(`kubeloop: setting ${property} is not simulated`);
}
