// The whole page: who is signed in, which view is shown, and in which language.
import { useEffect, useRef, useState } from 'preact/hooks';
import { localeOf } from './format/shown.ts';
import { namedView, takeInvite, type View } from './session/address.ts';
import { LanguageContext, type Session } from './session/context.ts';
import { keepLanguage, keptLanguage } from './session/kept.ts';
import { useSession } from './session/use-session.ts';
import { fillText, type Language } from './texts/text.ts';
import { ConnectView } from './views/connect-view.tsx';
import { Header } from './views/header.tsx';
import { ModelsView } from './views/models-view.tsx';
import { LazyAdminView } from './views/lazy-admin-view.tsx';
import { SignIn } from './views/sign-in.tsx';
import { TryView } from './views/try-view.tsx';
import { UsageView } from './views/usage-view.tsx';
import * as frameTexts from './texts/frame.ts';

export interface AppProps {
  /** The key of an invite link. */
  readonly invited: string | undefined;
}

/** The page. */
export function App({ invited }: AppProps) {
  const [language, setLanguage] = useState(keptLanguage);
  const { session, isChecking, failure, signIn, forget } = useSession(invited);
  const named = useNamedView(signIn);
  const view = named === 'admin' && session?.me.admin !== true ? 'models' : named;
  const shown = session === undefined ? undefined : view;
  useDocument(language, shown);
  const main = useFocusOnChange(shown);
  return (
    <LanguageContext.Provider value={language}>
      <Header
        view={shown}
        isAdmin={session?.me.admin === true}
        onLanguage={(chosen) => {
          keepLanguage(chosen);
          setLanguage(chosen);
        }}
        onForget={forget}
      />
      <main ref={main}>
        {session === undefined ? (
          <SignIn {...{ isChecking, failure }} onKey={signIn} />
        ) : (
          <SignedIn {...{ session, view }} />
        )}
      </main>
    </LanguageContext.Provider>
  );
}

function SignedIn({ session, view }: { readonly session: Session; readonly view: View }) {
  switch (view) {
    case 'models':
      return <ModelsView {...{ session }} />;
    case 'connect':
      return <ConnectView {...{ session }} />;
    case 'try':
      return <TryView {...{ session }} />;
    case 'usage':
      return <UsageView {...{ session }} />;
    case 'admin':
      return <LazyAdminView {...{ session }} />;
  }
}

/** Follows the address, where another invite link may be opened too. */
function useNamedView(onInvite: (key: string) => void): View {
  const [view, setView] = useState(namedView);
  useEffect(() => {
    const follow = () => {
      const key = takeInvite();
      if (key !== undefined) onInvite(key);
      setView(namedView());
    };
    addEventListener('hashchange', follow);
    return () => {
      removeEventListener('hashchange', follow);
    };
  }, [onInvite]);
  return view;
}

function useDocument(language: Language, view: View | undefined): void {
  useEffect(() => {
    document.documentElement.lang = localeOf(language);
    const title = view === undefined ? frameTexts.gateway : frameTexts.views[view];
    const name = fillText(title, language);
    document.title = `${name} · ${location.host}`;
  }, [language, view]);
}

/** Moves the focus to the heading of a new view, as a browser does with a new page. */
function useFocusOnChange(view: View | undefined) {
  const main = useRef<HTMLElement>(null);
  const before = useRef(view);
  useEffect(() => {
    if (before.current !== view) main.current?.querySelector('h1')?.focus();
    before.current = view;
  }, [view]);
  return main;
}
