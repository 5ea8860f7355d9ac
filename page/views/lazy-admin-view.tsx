import { useEffect } from 'preact/hooks';
import { LoadedPart } from '../parts/loaded-part.tsx';
import type { Session } from '../session/context.ts';
import { useLoaded } from '../session/use-loaded.ts';

/** The view of admins, in a file that nobody else loads. */
export function LazyAdminView({ session }: { readonly session: Session }) {
  const [loaded] = useLoaded(() => import('./admin/admin-view.tsx'), []);
  const { state } = loaded;
  useEffect(() => {
    // When the view changed, there was no heading yet that could get the focus.
    if (state === 'ready') document.querySelector('h1')?.focus();
  }, [state]);
  return (
    <LoadedPart loaded={loaded}>{({ AdminView }) => <AdminView {...{ session }} />}</LoadedPart>
  );
}
