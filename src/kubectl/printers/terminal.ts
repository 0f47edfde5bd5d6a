/** What a terminal must not be shown as it is. Models staging/src/k8s.io/cli-runtime/pkg/printers/terminal.go (v1.36.3). */

/** `text` with the control characters that could fool a terminal made visible: `^[` and `\r`. */
export function escapeTerminal(text: string): string {
  return text.replaceAll('\x1b', '^[').replaceAll('\r', '\\r');
}
