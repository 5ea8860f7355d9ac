import { isHealthy } from '../api/health.ts';
import { useTexts } from '../session/context.ts';
import { VIEWS, type View } from '../session/address.ts';
import { useLoaded } from '../session/use-loaded.ts';
import type { Language } from '../texts/text.ts';
import * as frameTexts from '../texts/frame.ts';

export interface HeaderProps {
  /** The view that is shown; undefined: nobody is signed in. */
  readonly view: View | undefined;
  readonly isAdmin: boolean;
  readonly onLanguage: (language: Language) => void;
  readonly onForget: () => void;
}

const LANGUAGES = [
  ['en', 'English'],
  ['zh', '中文'],
] as const satisfies readonly (readonly [Language, string])[];

/** The gateway's name and health, the views, the language, and the way out. */
export function Header({ view, isAdmin, onLanguage, onForget }: HeaderProps) {
  const { t, language } = useTexts();
  return (
    <header>
      <div class="bar">
        <div class="brand">
          <Mark />
          <span>{location.host}</span>
          <Health />
        </div>
        <div class="tools">
          <div class="languages" role="group" aria-label={t(frameTexts.language)}>
            {LANGUAGES.map(([each, name]) => (
              <button
                key={each}
                type="button"
                lang={each}
                aria-pressed={each === language}
                onClick={() => {
                  onLanguage(each);
                }}
              >
                {name}
              </button>
            ))}
          </div>
          {view !== undefined && (
            <button type="button" class="small" onClick={onForget}>
              {t(frameTexts.forget)}
            </button>
          )}
        </div>
      </div>
      {view !== undefined && (
        <nav aria-label={t(frameTexts.sections)}>
          {VIEWS.filter((each) => each !== 'admin' || isAdmin).map((each) => (
            <a key={each} href={`#${each}`} aria-current={each === view ? 'page' : undefined}>
              {t(frameTexts.views[each])}
            </a>
          ))}
        </nav>
      )}
    </header>
  );
}

function Health() {
  const { t } = useTexts();
  const [health] = useLoaded(isHealthy, []);
  const isWell = health.state === 'ready' && health.value;
  const state = health.state === 'loading' ? 'checking' : isWell ? 'healthy' : 'unhealthy';
  return (
    <span class={`health ${state}`} role="status">
      <span class="dot" aria-hidden="true" />
      <span class="health-text">{t(frameTexts.healths[state])}</span>
    </span>
  );
}

function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="9" />
      <path d="M8 16h7m0 0 8-6m-8 6 8 6" />
    </svg>
  );
}
