// Serves a stand-in for a provider to Pulumi's engine, which attaches to it with PULUMI_DEBUG_PROVIDERS.
import providerService from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import provider from '@pulumi/pulumi/proto/provider_pb.js';
import plugin from '@pulumi/pulumi/proto/plugin_pb.js';
import {
  emptyMessage,
  fromStruct,
  serveGrpc,
  toStruct,
  unary,
  type GrpcServer,
  type Properties,
} from './grpc.ts';
import type { Difference, PropertyChange, Provider, ResourceName } from './provider.ts';

/** Starts a server for the engine. It accepts no secrets, so the engine marks them itself. */
export async function serveProvider(standIn: Provider): Promise<GrpcServer> {
  return serveGrpc([
    providerService.ResourceProviderService,
    {
      handshake: unary(() => new provider.ProviderHandshakeResponse()),
      checkConfig: unary((request: provider.CheckRequest) =>
        new provider.CheckResponse().setInputs(request.getNews()),
      ),
      diffConfig: unary(() => new provider.DiffResponse()),
      configure: unary((request: provider.ConfigureRequest) => {
        standIn.configure(fromStruct(request.getArgs()));
        return new provider.ConfigureResponse().setSupportspreview(true);
      }),
      getPluginInfo: unary(() => new plugin.PluginInfo().setVersion(standIn.version)),
      attach: unary(emptyMessage),
      cancel: unary(emptyMessage),
      check: unary((request: provider.CheckRequest) => {
        const inputs = standIn.check({
          ...resourceName(request),
          olds: fromStruct(request.getOlds()),
          news: fromStruct(request.getNews()),
          seed: request.getRandomseed_asU8(),
        });
        return new provider.CheckResponse().setInputs(toStruct(inputs));
      }),
      diff: unary((request: provider.DiffRequest) =>
        toDiffResponse(
          standIn.diff(
            {
              ...resourceName(request),
              id: request.getId(),
              inputs: fromStruct(request.getOldInputs()),
              outputs: fromStruct(request.getOlds()),
            },
            fromStruct(request.getNews()),
          ),
        ),
      ),
      create: unary(async (request: provider.CreateRequest) => {
        const inputs = fromStruct(request.getProperties());
        const made = await standIn.create(resourceName(request), inputs, request.getPreview());
        return new provider.CreateResponse().setId(made.id).setProperties(toStruct(made.outputs));
      }),
      read: unary(async (request: provider.ReadRequest) => {
        const found = await standIn.read({
          ...resourceName(request),
          id: request.getId(),
          inputs: ifAny(fromStruct(request.getInputs())),
          outputs: ifAny(fromStruct(request.getProperties())),
        });
        const response = new provider.ReadResponse();
        if (found === undefined) return response;
        return response
          .setId(found.id)
          .setProperties(toStruct(found.outputs))
          .setInputs(toStruct(found.inputs));
      }),
      update: unary(async (request: provider.UpdateRequest) => {
        const outputs = await standIn.update(
          {
            ...resourceName(request),
            id: request.getId(),
            inputs: fromStruct(request.getOldInputs()),
            outputs: fromStruct(request.getOlds()),
          },
          fromStruct(request.getNews()),
          request.getPreview(),
        );
        return new provider.UpdateResponse().setProperties(toStruct(outputs));
      }),
      delete: unary(async (request: provider.DeleteRequest) => {
        await standIn.delete({
          ...resourceName(request),
          id: request.getId(),
          inputs: fromStruct(request.getOldInputs()),
          outputs: fromStruct(request.getProperties()),
        });
        return emptyMessage();
      }),
      invoke: unary(async (request: provider.InvokeRequest) => {
        const answer = await standIn.invoke(request.getTok(), fromStruct(request.getArgs()));
        return new provider.InvokeResponse().setReturn(toStruct(answer));
      }),
    },
  ]);
}

/** https://www.pulumi.com/docs/iac/concepts/resources/names/#urns */
function resourceName(request: { getUrn(): string }): ResourceName {
  const [, , types = '', ...name] = request.getUrn().split('::');
  return { type: types.split('$').at(-1) ?? '', name: name.join('::') };
}

function ifAny(properties: Properties): Properties | undefined {
  return Object.keys(properties).length === 0 ? undefined : properties;
}

function toDiffResponse({ changes, deleteBeforeReplace }: Difference): provider.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = provider.DiffResponse.DiffChanges;
  const response = new provider.DiffResponse()
    .setChanges(changes.size === 0 ? DIFF_NONE : DIFF_SOME)
    // By top-level property, as the real providers name them: the CLI shows these names.
    .setDiffsList([...new Set([...changes.keys()].map((path) => path.split('.')[0] ?? path))])
    .setReplacesList([...changes].filter(([, { replaces }]) => replaces).map(([path]) => path))
    .setDeletebeforereplace(deleteBeforeReplace)
    .setHasdetaileddiff(true);
  for (const [path, change] of changes) {
    const detail = new provider.PropertyDiff().setKind(kindOf(change)).setInputdiff(true);
    response.getDetaileddiffMap().set(path, detail);
  }
  return response;
}

function kindOf({ kind, replaces }: PropertyChange): provider.PropertyDiff.Kind {
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } =
    provider.PropertyDiff.Kind;
  if (kind === 'add') return replaces ? ADD_REPLACE : ADD;
  if (kind === 'delete') return replaces ? DELETE_REPLACE : DELETE;
  return replaces ? UPDATE_REPLACE : UPDATE;
}
