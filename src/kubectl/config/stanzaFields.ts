/**
 * Fields of clusters, users and contexts in the order in which kubectl writes them as JSON.
 * Models staging/src/k8s.io/client-go/tools/clientcmd/api/v1/types.go (v1.36.3).
 */
import type { Section, Stanza } from './kubeconfig';

/** `bytes` are base64 in the file; `other` is kept as it is and cannot be set by `config set`. */
export type FieldKind = 'string' | 'bool' | 'bytes' | 'other';

/** Kinds by name. Those marked as always written stand in the file even when they are empty. */
export const stanzaFields: Readonly<Record<Section, Readonly<Record<string, FieldKind>>>> = {
  clusters: {
    server: 'string',
    'tls-server-name': 'string',
    'insecure-skip-tls-verify': 'bool',
    'certificate-authority': 'string',
    'certificate-authority-data': 'bytes',
    'proxy-url': 'string',
    'disable-compression': 'bool',
    extensions: 'other',
  },
  users: {
    'client-certificate': 'string',
    'client-certificate-data': 'bytes',
    'client-key': 'string',
    'client-key-data': 'bytes',
    token: 'string',
    tokenFile: 'string',
    as: 'string',
    'as-uid': 'string',
    'as-groups': 'other',
    'as-user-extra': 'other',
    username: 'string',
    password: 'string',
    'auth-provider': 'other',
    exec: 'other',
    extensions: 'other',
  },
  contexts: { cluster: 'string', user: 'string', namespace: 'string', extensions: 'other' },
};

const alwaysWritten = ['server', 'cluster', 'user'];

/** The stanza with known fields only, in their order, without empty ones. */
export function knownFields(section: Section, stanza: Stanza): Stanza {
  const known: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(stanzaFields[section])) {
    const value = stanza[name] ?? (kind === 'string' ? '' : undefined);
    const isEmpty = value === undefined || value === '' || value === false;
    if (!isEmpty || alwaysWritten.includes(name)) known[name] = value;
  }
  return known;
}
