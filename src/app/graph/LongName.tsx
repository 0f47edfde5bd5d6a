/** A name that is cut before its last part where room is short: machines of one pool differ at the end alone. */

export function LongName({ name }: { readonly name: string }) {
  const at = name.lastIndexOf('-');
  if (at <= 0) return <span className="ell">{name}</span>;
  return (
    <>
      <span className="ell">{name.slice(0, at)}</span>
      <span className="name-end">{name.slice(at)}</span>
    </>
  );
}
