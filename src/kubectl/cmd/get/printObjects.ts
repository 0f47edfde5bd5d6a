/**
 * `kubectl get -o` json, yaml, name, jsonpath and the other forms that print objects.
 * Models printGeneric of staging/src/k8s.io/kubectl/pkg/cmd/get/get.go and sorter.go (v1.36.3).
 */
import type { Invocation } from '../../command';
import { oneOf } from '../../errors';
import { itemsOf } from '../../printers/objectPrinter';
import { printerFor } from '../../printers/printFlags';
import { build } from '../../resource/builder';
import { builderOptionsOf, objectOptionsOf } from './options';
import { sortedObjects } from './sorting';
import { refuseText } from './tableAccess';

/** Prints one named object alone, and everything else as one List. Rejects with what could not be had, at the end. */
export async function printObjects(invocation: Invocation): Promise<void> {
  const { flags, io } = invocation;
  const built = await build(invocation, builderOptionsOf(invocation));
  if (built.isSingle && built.errors.length > 0) throw oneOf(built.errors);
  const objects = built.infos.flatMap(({ object }) => (object === undefined ? [] : [object]));
  objects.forEach(refuseText);
  if (objects.length === 0 && flags.bool('ignore-not-found')) {
    if (built.errors.length > 0) throw oneOf(built.errors);
    return;
  }
  const printer = await printerFor(objectOptionsOf(invocation));
  const [only] = objects;
  if (built.isSingle && objects.length === 1 && only !== undefined && itemsOf(only) === undefined) {
    printer.print(only, io);
  } else {
    const items = objects.length === 0 ? objects : sortedObjects(invocation, objects, (object) => object);
    printer.print({ apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } }, io);
  }
  if (built.errors.length > 0) throw oneOf(built.errors);
}
