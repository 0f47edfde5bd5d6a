/** Fills the names that answers and log lines of an Image may hold. */
import type { Process } from '../runtime/process';

/** `text` with `$NAME` replaced by what it stands for; other dollar signs stay. */
export function filledIn(text: string, process: Process, words: Readonly<Record<string, string>>): string {
  if (!text.includes('$')) return text;
  const known: Readonly<Record<string, string>> = {
    HOSTNAME: process.hostname,
    POD_IP: process.ip,
    NAMESPACE: process.namespace,
    SECONDS: String(Math.floor((process.now - process.startedAt) / 1000)),
    ...words,
  };
  return text.replace(/\$([A-Z_]+)/g, (written, name: string) =>
    Object.hasOwn(known, name) ? (known[name] ?? '') : written,
  );
}
