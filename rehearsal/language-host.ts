// The part of Pulumi's Node language host that runs a program: it starts Pulumi's own Node runner. The
// engine attaches to it with PULUMI_DEBUG_LANGUAGES.
// https://github.com/pulumi/pulumi/tree/master/sdk/nodejs/cmd/pulumi-language-nodejs
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import engineService from '@pulumi/pulumi/proto/engine_grpc_pb.js';
import engine from '@pulumi/pulumi/proto/engine_pb.js';
import languageService from '@pulumi/pulumi/proto/language_grpc_pb.js';
import language from '@pulumi/pulumi/proto/language_pb.js';
import plugin from '@pulumi/pulumi/proto/plugin_pb.js';
import { exitCodeOf } from '../command-line/exit-code.ts';
import { grpc, serveGrpc, unary, type GrpcServer } from '../azure-stand-in/providers/grpc.ts';

const RUNNER = createRequire(import.meta.url).resolve('@pulumi/pulumi/cmd/run');

const END_WITH_PARENT = pathToFileURL(join(import.meta.dirname, 'end-with-parent.js')).href;

/** The runner's exit code after it has logged what is wrong. */
const LOGGED = 32;

/**
 * Starts the host. It serves one run of the CLI after another.
 *
 * @param environment of the CLI's run, which its language host would inherit
 */
export async function serveLanguageHost(environment: () => NodeJS.ProcessEnv): Promise<GrpcServer> {
  let engineAddress = '';
  return serveGrpc([
    languageService.LanguageRuntimeService,
    {
      handshake: unary((request: language.LanguageHandshakeRequest) => {
        engineAddress = request.getEngineAddress();
        return new language.LanguageHandshakeResponse();
      }),
      getPluginInfo: unary(() => new plugin.PluginInfo().setVersion('3.270.0')),
      // The engine attaches to the providers, so it must not look for their plugins.
      getRequiredPackages: unary(() => new language.GetRequiredPackagesResponse()),
      getRequiredPlugins: unary(() => new language.GetRequiredPluginsResponse()),
      getProgramDependencies: unary(() => new language.GetProgramDependenciesResponse()),
      about: unary(() => new language.AboutResponse()),
      runtimeOptionsPrompts: unary(() => new language.RuntimeOptionsResponse()),
      run: unary((request: language.RunRequest) =>
        runProgram(request, engineAddress, environment()),
      ),
    },
  ]);
}

async function runProgram(
  request: language.RunRequest,
  engineAddress: string,
  environment: NodeJS.ProcessEnv,
): Promise<language.RunResponse> {
  const options = {
    monitor: request.getMonitorAddress(),
    engine: engineAddress,
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    'root-directory': request.getInfo()?.getRootDirectory() ?? '',
    pwd: request.getPwd(),
    parallel: String(request.getParallel()),
  };
  const child = spawn(
    process.execPath,
    [
      `--import=${END_WITH_PARENT}`,
      RUNNER,
      ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
      ...(request.getDryrun() ? ['--dry-run'] : []),
      request.getInfo()?.getEntryPoint() ?? '.',
    ],
    {
      cwd: request.getPwd(),
      env: { ...environment, ...programVariables(request) },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  const client = new engineService.EngineClient(engineAddress, grpc.credentials.createInsecure());
  logLines(child.stdout, client);
  logLines(child.stderr, client);
  const exitCode = await exitCodeOf(child);
  client.close();
  const response = new language.RunResponse();
  if (exitCode === LOGGED) return response.setBail(true);
  return exitCode === 0
    ? response
    : response.setError(`Program exited with non-zero exit code: ${exitCode}`);
}

/** https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/runtime/config.ts */
function programVariables(request: language.RunRequest): NodeJS.ProcessEnv {
  const config = Object.fromEntries(request.getConfigMap().toArray());
  return {
    PULUMI_CONFIG: JSON.stringify(config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    PULUMI_NODEJS_TYPESCRIPT: 'false',
  };
}

/** What the program prints is shown with the engine's own messages. */
function logLines(stream: Readable, client: engineService.EngineClient): void {
  createInterface({ input: stream }).on('line', (line) => {
    const message = new engine.LogRequest().setSeverity(engine.LogSeverity.INFO).setMessage(line);
    // The engine may be gone already.
    client.log(message, () => undefined);
  });
}
