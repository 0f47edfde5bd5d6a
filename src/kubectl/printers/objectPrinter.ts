/** What all printers of objects have in common. Models staging/src/k8s.io/cli-runtime/pkg/printers/interface.go (v1.36.3). */
import type { Io } from '../environment';

/** Prints objects one after the other; one printer serves one run of a command, because YAML puts `---` between them. */
export interface ObjectPrinter {
  /**
   * Prints an object, or a List of them. `operation` is what was done to it (`created`, see `withDryRun`); only the
   * human form says it. Throws CommandError where a template fails; what it printed until then stays.
   */
  print(object: object, io: Pick<Io, 'out'>, operation?: string): void;
}

/** The items of a List; undefined if `object` is none. */
export function itemsOf(object: object): readonly object[] | undefined {
  const { items } = object as { readonly items?: unknown }; // Checked in the next line.
  return Array.isArray(items) ? items : undefined;
}
