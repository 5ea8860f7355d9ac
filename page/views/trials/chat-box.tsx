import { useState } from 'preact/hooks';
import { ApiFailure } from '../../api/failure.ts';
import { Labelled } from '../../parts/choice.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useTexts } from '../../session/context.ts';
import { useConversation, type BoxProps, type Conversation, type Ending } from './conversation.ts';
import * as trialTexts from '../../texts/trial.ts';

/** A chat whose answers are streamed. */
export function ChatBox({ apiKey, model }: BoxProps) {
  const { t } = useTexts();
  const conversation = useConversation({ apiKey, model });
  const { messages, isAnswering, ending } = conversation;
  return (
    <>
      <div
        class="conversation"
        role="log"
        aria-label={t(trialTexts.chatConversation)}
        aria-busy={isAnswering}
        tabIndex={0}
      >
        {messages.length === 0 && <p class="quiet">{t(trialTexts.chatEmpty)}</p>}
        {messages.map(({ role, content, model: speaker }, index) => (
          <div key={index} class={`message ${role}`}>
            <p class="speaker">{role === 'user' ? t(trialTexts.chatYou) : speaker}</p>
            <p class="said">{content}</p>
          </div>
        ))}
        {isAnswering && messages.at(-1)?.role === 'user' && <p class="quiet typing">…</p>}
      </div>
      {ending !== undefined && <EndingNote ending={ending} />}
      <Question {...conversation} />
    </>
  );
}

function EndingNote({ ending }: { readonly ending: Ending }) {
  const { t } = useTexts();
  if (ending instanceof ApiFailure) return <FailureNote failure={ending} />;
  return (
    <p class="fine" role="status">
      {t(trialTexts.endings[ending])}
    </p>
  );
}

function Question({ messages, isAnswering, ask, stop, clear }: Conversation) {
  const { t } = useTexts();
  const [text, setText] = useState('');
  const send = () => {
    if (isAnswering || text.trim() === '') return;
    ask(text.trim());
    setText('');
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Labelled label={t(trialTexts.chatMessage)}>
        {(id) => (
          <textarea
            id={id}
            rows={2}
            value={text}
            onInput={({ currentTarget }) => {
              setText(currentTarget.value);
            }}
            onKeyDown={(event) => {
              // Enter also confirms what an input method offers, such as for Chinese.
              if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
              event.preventDefault();
              send();
            }}
          />
        )}
      </Labelled>
      <p class="fine">{t(trialTexts.chatHint)}</p>
      <div class="buttons">
        {isAnswering ? (
          <button type="button" class="primary" onClick={stop}>
            {t(trialTexts.chatStop)}
          </button>
        ) : (
          <button type="submit" class="primary">
            {t(trialTexts.chatSend)}
          </button>
        )}
        {messages.length > 0 && (
          <button type="button" onClick={clear}>
            {t(trialTexts.chatClear)}
          </button>
        )}
      </div>
    </form>
  );
}
