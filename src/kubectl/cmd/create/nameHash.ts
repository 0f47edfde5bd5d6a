/**
 * The suffix that --append-hash gives to the name of a ConfigMap or Secret: other data, other name.
 * Models staging/src/k8s.io/kubectl/pkg/util/hash/hash.go (v1.36.3).
 */
import { sha256 } from '../../../api/meta/sha256';
import { goJson } from '../../../printers/json';

const letters: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' };

/** Ten letters of the hash of `content` (kind, name, data and for Secrets type), without vowels. */
export function nameHash(content: object): string {
  return sha256(goJson(content))
    .slice(0, 10)
    .replace(/[013ae]/g, (digit) => letters[digit] ?? digit);
}
