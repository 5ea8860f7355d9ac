// Runs the real `pulumi new` on this project, offline. Its Node language host is not there, so a small one
// answers the CLI: https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/cmd/pulumi-language-nodejs
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import languageService from '@pulumi/pulumi/proto/language_grpc_pb.js';
import language from '@pulumi/pulumi/proto/language_pb.js';
import plugin from '@pulumi/pulumi/proto/plugin_pb.js';
import { fromStruct, serveGrpc, unary } from '../../azure-stand-in/providers/grpc.ts';
import type { GrpcServer } from '../../azure-stand-in/providers/grpc.ts';
import { projectFiles } from './project-files.ts';

const ROOT = join(import.meta.dirname, '../..');

/** What `pulumi new` made. */
export interface MadeProject {
  /** With this project's node_modules. The caller removes it. */
  readonly folder: string;
  /** Keys of the runtime options that the CLI would have asked for. */
  readonly asked: readonly string[];
}

/**
 * @param cli file of Pulumi's CLI
 * @throws Error with what the CLI printed when it fails
 */
export async function pulumiNew(cli: string, name: string): Promise<MadeProject> {
  const work = await realpath(await mkdtemp(join(tmpdir(), 'pulumi-new-')));
  const asked: string[] = [];
  const host = await startLanguageHost(asked);
  try {
    const template = join(work, 'template');
    for (const file of projectFiles(ROOT)) {
      await mkdir(dirname(join(template, file)), { recursive: true });
      await cp(join(ROOT, file), join(template, file));
    }
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'new-project-')));
    const args = ['new', template, '--yes', '--generate-only', '--name', name, '--dir', folder];
    const child = spawn(cli, args, {
      env: {
        PATH: process.env['PATH'],
        HOME: work,
        PULUMI_HOME: join(work, 'home'),
        PULUMI_BACKEND_URL: `file://${work}`,
        PULUMI_SKIP_UPDATE_CHECK: 'true',
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
        PULUMI_DEBUG_LANGUAGES: `nodejs:${host.port}`,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close') as Promise<[number | null]>,
    ]);
    if (code !== 0)
      throw new Error(`pulumi new ended with ${code ?? 'a signal'}: ${stdout}${stderr}`);
    await symlink(await realpath(join(ROOT, 'node_modules')), join(folder, 'node_modules'));
    return { folder, asked };
  } finally {
    host.stop();
    await rm(work, { recursive: true });
  }
}

/** Asks for a package manager where there is none, as Pulumi's own host does (main.go, RuntimeOptionsPrompts). */
async function startLanguageHost(asked: string[]): Promise<GrpcServer> {
  const { RuntimeOptionPrompt } = language;
  const handlers = {
    handshake: unary(() => new language.LanguageHandshakeResponse()),
    getPluginInfo: unary(() => new plugin.PluginInfo().setVersion('3.270.0')),
    runtimeOptionsPrompts: unary((request: language.RuntimeOptionsRequest) => {
      const options = fromStruct(request.getInfo()?.getOptions());
      const response = new language.RuntimeOptionsResponse();
      if ('packagemanager' in options) return response;
      asked.push('packagemanager');
      const npm = new RuntimeOptionPrompt.RuntimeOptionValue()
        .setPrompttype(RuntimeOptionPrompt.RuntimeOptionType.STRING)
        .setStringvalue('npm');
      const prompt = new RuntimeOptionPrompt()
        .setKey('packagemanager')
        .setDescription('The package manager to use')
        .setPrompttype(RuntimeOptionPrompt.RuntimeOptionType.STRING);
      prompt.addChoices(npm);
      return response.setPromptsList([prompt.setDefault(npm)]);
    }),
  };
  return serveGrpc([languageService.LanguageRuntimeService, handlers]);
}
