// Which models reason, and what that means for a request: one row for each family, exact names only.
// A model that no row names has no such rule here. Efforts and their defaults:
// https://learn.microsoft.com/azure/foundry/openai/how-to/reasoning, "API & feature support" and its
// footnotes, and https://learn.microsoft.com/javascript/api/@azure/ai-projects/reasoningeffort.

/** What a reasoning model takes. */
export interface ReasoningFacts {
  /** The values of `reasoning_effort` and `reasoning.effort`. */
  readonly efforts: readonly string[];
  /** The effort of a request that does not name one. */
  readonly defaultEffort: string;
  /** False: `stop` is refused. */
  readonly takesStop: boolean;
  /** False: chat/completions takes function tools only if the effort is `none`. */
  readonly hasChatTools: boolean;
}

interface Row {
  readonly names: RegExp;
  /** Separated by spaces. */
  readonly efforts: string;
  readonly defaultEffort?: string;
  readonly takesStop?: true;
  readonly hasChatTools?: false;
}

const ROWS: readonly Row[] = [
  {
    names: /^o1$|^o3(-mini|-pro|-deep-research)?$|^o4-mini$|^codex-mini$/,
    efforts: 'low medium high',
  },
  { names: /^gpt-5(-mini|-nano)?$/, efforts: 'minimal low medium high' },
  // Same page: "`gpt-5-codex` does not support `reasoning_effort` minimal."
  { names: /^gpt-5-codex$/, efforts: 'low medium high' },
  { names: /^gpt-5-pro$/, efforts: 'high', defaultEffort: 'high' },
  { names: /^gpt-5\.1$/, efforts: 'none low medium high', defaultEffort: 'none' },
  // The page's column of gpt-5.1-chat. github HKUDS/DeepTutor#141 and Aider-AI/aider#4707 show
  // gpt-5.2-chat on Azure: only temperature 1.
  { names: /^gpt-5\.[123]-chat$/, efforts: 'low medium high' },
  { names: /^gpt-5\.1-codex(-mini)?$/, efforts: 'none low medium high' },
  { names: /^gpt-5\.1-codex-max$/, efforts: 'none low medium high xhigh' },
  { names: /^gpt-5\.2$/, efforts: 'none low medium high xhigh', defaultEffort: 'none' },
  { names: /^gpt-5\.[23]-codex$/, efforts: 'low medium high xhigh' },
  {
    names: /^gpt-5\.4(-mini|-nano)?$/,
    efforts: 'none low medium high xhigh',
    defaultEffort: 'none',
  },
  { names: /^gpt-5\.[245]-pro$/, efforts: 'medium high xhigh' },
  // github BerriAI/litellm#32060 (no effort means medium), #28650 (`stop` is taken again)
  { names: /^gpt-5\.5$/, efforts: 'none low medium high xhigh', takesStop: true },
  // github Gitlawb/openclaude#1957, on Azure: function tools by Responses only
  {
    names: /^gpt-5\.6-(luna|terra|sol)$/,
    efforts: 'none low medium high xhigh max',
    takesStop: true,
    hasChatTools: false,
  },
  // github BerriAI/litellm#39983 (efforts), can1357/oh-my-pi#11052 and danny-avila/LibreChat#15844 (tools)
  {
    names: /^gpt-6-astra$/,
    efforts: 'none low medium high xhigh',
    takesStop: true,
    hasChatTools: false,
  },
  { names: /^gpt-6-(sol|luna)$/, efforts: 'none low medium high xhigh max', takesStop: true },
];

/** The facts of the model; undefined when no row names it. */
export function reasoningFacts(model: string): ReasoningFacts | undefined {
  const row = ROWS.find(({ names }) => names.test(model));
  return (
    row && {
      efforts: row.efforts.split(' '),
      defaultEffort: row.defaultEffort ?? 'medium',
      takesStop: row.takesStop ?? false,
      hasChatTools: row.hasChatTools ?? true,
    }
  );
}

/**
 * Models of OpenAI that are known not to reason; they refuse an effort
 * (github logancyang/obsidian-copilot#1712, stanfordnlp/dspy#9032: gpt-5-chat;
 * Budibase/budibase#17211: older models).
 */
export function isKnownNotToReason(model: string): boolean {
  return /^gpt-(3\.?5|35|4|4o|4\.1|4\.5)(-|$)|^gpt-5-chat$/.test(model);
}
