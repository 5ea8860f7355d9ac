// Which of the documented commands test/engine/commands/documented-commands.test.ts runs, and why it does not run
// the others.

/** What is done with a command. */
export type Way =
  | {
      readonly kind: 'run';
      /** Options with which it asks no question. */
      readonly add?: string;
      /** Run in its place. */
      readonly instead?: string;
      /** What the operator types. */
      readonly stdin?: string;
    }
  /** It runs until Ctrl-C. */
  | { readonly kind: 'serve'; readonly add?: string }
  /** The stand-in for Azure does what Azure would. */
  | { readonly kind: 'at the stand-in' }
  | { readonly kind: 'elsewhere'; readonly test: string }
  | { readonly kind: 'needs'; readonly what: string }
  /** The name of a command, or a warning against it. */
  | { readonly kind: 'name' };

/** What the operator chooses after the old one leaked. */
export const NEW_PASSPHRASE = 'the new passphrase of this test';

const RUN: Way = { kind: 'run' };
/** A person sees the preview and answers yes. */
const DEPLOY: Way = { kind: 'run', add: '--yes --skip-preview' };
/** `--local` finds the home folder in the system's list of users, not in HOME. */
const LOCAL_STATE: Way = { kind: 'run', instead: 'pulumi login "file://$HOME"' };
const SECRET: Way = { kind: 'run', stdin: 'key-that-the-operator-types-0123' };
/** Once more to confirm it. */
const PASSPHRASE: Way = { kind: 'run', stdin: `${NEW_PASSPHRASE}\n${NEW_PASSPHRASE}\n` };

/** The first pattern that matches a line decides. */
export const TABLE: readonly (readonly [RegExp, Way])[] = [
  [/^ARM_OIDC_TOKEN=/, needs('Azure Pipelines')],
  [/^export [A-Z_]+=/, RUN],
  [/^URL=/, RUN],
  [/^printf /, RUN],
  [/^sed /, RUN],
  [/^jq /, elsewhere('test/docs/statements.test.ts')],
  [/^curl http:\/\/127\.0\.0\.1/, elsewhere('test/local/start.test.ts')],
  [/^curl .*(?:"\$URL|https:)/, needs('a deployed Worker')],

  [/^npm run preview\b/, RUN],
  [/^npm run up -- --stack NAME$/, elsewhere('test/pulumi-cli/run.test.ts')],
  [/^npm run (?:up|destroy)\b/, DEPLOY],
  [/^npm run check-worker\b/, RUN],
  [/^npm run doctor\b.*--rehearsal/, elsewhere('test/engine/commands/rehearse.test.ts')],
  [/^npm run doctor\b.*--url/, elsewhere('test/doctor/gateway-alone.test.ts')],
  [/^npm run doctor\b/, elsewhere('test/engine/doctor/faults.test.ts')],
  [/^npm run rehearse\b.*--(?:destroy|forget)/, RUN],
  [/^npm run rehearse\b/, { kind: 'serve', add: '--port 0' }],
  [/^npm run (?:--silent )?migrate\b/, RUN],
  [/^npm run build$/, RUN],
  [/^npm run azure -- --help$/, RUN],
  [/^npm run engine:build$/, elsewhere('test/pulumi-cli/build-cli.test.ts')],
  [/^npm run simulate\b/, elsewhere('test/simulation/thousand-runs.test.ts')],
  [/^npm run bench\b/, needs('an idle machine')],
  [/^npm start\b/, elsewhere('test/local/start.test.ts')],
  [/^RESOURCE_NAME=.* npm start\b/, elsewhere('test/local/stack/existing-deployments.test.ts')],
  [/^npm ci\b/, needs('the network')],
  [
    /^npx node --env-file=\.env container\/start\.ts$/,
    elsewhere('test/container/container.test.ts'),
  ],
  [/^npx wrangler\b/, needs('a deployed Worker')],

  [/^pulumi login --local$/, LOCAL_STATE],
  [/^pulumi login\b/, needs('an account at a cloud')],
  [/^pulumi (?:config set|stack init|stack rename|up --replace|state taint)$/, { kind: 'name' }],
  [/^pulumi preview --refresh --expect-no-changes$/, { kind: 'name' }],
  [/^pulumi config set\b.* --secret$/, SECRET],
  [/^pulumi config set\b/, RUN],
  [/^pulumi stack (?:init|select|output|export|ls)\b/, RUN],
  [/^pulumi stack change-secrets-provider\b/, PASSPHRASE],
  [/^pulumi refresh\b/, RUN],
  [/^pulumi cancel --yes$/, RUN],
  [/^pulumi import\b/, elsewhere('test/engine/failures/killed.test.ts')],
  [/^pulumi new\b/, elsewhere('test/template/pulumi-new.test.ts')],

  [/^ROLES=/, needs("Azure's CLI and a subscription")],
  [/^az cognitiveservices account keys regenerate\b/, { kind: 'at the stand-in' }],
  [/^az cognitiveservices account purge\b/, { kind: 'at the stand-in' }],
  [/^az\b/, needs("Azure's CLI and a subscription")],
  [/^gh\b/, needs("GitHub's CLI and a repository there")],
  [/^git\b/, needs('a repository on GitHub')],
  [/^cd\b/, needs('a repository on GitHub')],
  [/^openssl\b/, needs('OpenSSL')],
  [/^docker\b/, needs('Docker')],
];

/** undefined: the table has no row for it. */
export function wayOf(line: string): Way | undefined {
  return TABLE.find(([pattern]) => pattern.test(line))?.[1];
}

function elsewhere(test: string): Way {
  return { kind: 'elsewhere', test };
}

function needs(what: string): Way {
  return { kind: 'needs', what };
}
