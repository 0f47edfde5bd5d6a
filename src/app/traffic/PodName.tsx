/** A pod's name where there is little room: the generated end tells pods apart and is never cut. */
import './podName.css';

export function PodName({ name }: { readonly name: string }) {
  const at = name.lastIndexOf('-') + 1;
  return (
    <span className="short-pod-name">
      <span className="ell">{name.slice(0, at)}</span>
      <span>{name.slice(at)}</span>
    </span>
  );
}
