/**
 * `kubectl rollout history (TYPE NAME | TYPE/NAME) [--revision]`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/rollout/rollout_history.go (v1.36.3).
 */
import type { Command, Invocation } from '../../command';
import { printOptionsOf, printerFor } from '../../printers/printFlags';
import type { Info } from '../../resource/builder';
import { RelatedObjects } from '../../resource/relatedObjects';
import { visit } from '../../resource/visit';
import { historyText, requireHistory, revisionNumbered, revisionsOf, templateText } from '../../rollout/history';
import { buildWorkloads, revisionFlagOf } from './workloads';

/** Shows the revisions of workloads, or the pod template of one revision. */
export const rolloutHistory: Command = {
  path: ['rollout', 'history'],
  async run(invocation) {
    const number = revisionFlagOf(invocation);
    const built = await buildWorkloads(invocation);
    const { flags } = invocation;
    const isFormatted = flags.string('output') !== '' || flags.string('template') !== '';
    const print = isFormatted ? await objectsPrinter(invocation, number) : textPrinter(invocation, number);
    await visit(built, async (info) => {
      requireHistory(info.mapping, { role: 'history viewer', retrieving: 'history' });
      await print(info);
    });
  },
};

function textPrinter(invocation: Invocation, number: number): (info: Info) => Promise<void> {
  return async (info) => {
    if (info.object === undefined) return;
    const revisions = await revisionsOf(info.object, new RelatedObjects(await invocation.access()));
    const isOne = number > 0 && revisions.length > 0;
    const text = isOne ? templateText(revisionNumbered(revisions, number).template) : historyText(revisions);
    const heading = number > 0 ? `with revision #${number}` : '';
    const printer = await printerFor(printOptionsOf(invocation));
    printer.print(info.object, invocation.io, `${heading}\n${text}`);
  };
}

async function objectsPrinter(invocation: Invocation, number: number): Promise<(info: Info) => Promise<void>> {
  const printer = await printerFor(printOptionsOf(invocation));
  return async ({ object }) => {
    if (object === undefined) return;
    const revisions = await revisionsOf(object, new RelatedObjects(await invocation.access()));
    const shown = number > 0 ? [revisionNumbered(revisions, number)] : revisions;
    for (const revision of shown) printer.print(revision.object, invocation.io);
  };
}
