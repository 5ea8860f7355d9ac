// A stand-in for Pulumi's engine, as far as a program can see it: it takes resources, answers
// as the providers would, and keeps a state from one run to the next. It compares and deploys
// nothing. The gRPC services are Pulumi's internal API, so the SDK's version is pinned.
import engineService from '@pulumi/pulumi/proto/engine_grpc_pb.js';
import engine from '@pulumi/pulumi/proto/engine_pb.js';
import resourceService from '@pulumi/pulumi/proto/resource_grpc_pb.js';
import resource from '@pulumi/pulumi/proto/resource_pb.js';
import type * as Empty from 'google-protobuf/google/protobuf/empty_pb.js';
import type * as Struct from 'google-protobuf/google/protobuf/struct_pb.js';
import {
  emptyMessage,
  fromStruct,
  serveGrpc,
  toStruct,
  unary,
  type ServedService,
} from '../../../azure-stand-in/providers/grpc.ts';
import { makeOutputs } from './providers.ts';
import type { Invoked, Recording, Registered, State } from './recording.ts';
import type { WireObject } from './wire.ts';
import { reveal, toSecret } from './wire.ts';

const SEVERITIES = ['debug', 'info', 'warning', 'error'] as const;

export interface EngineOptions {
  readonly preview: boolean;
  /** What providers' functions return. */
  readonly answerInvoke: (invoked: Invoked) => WireObject;
}

/** Starts the services on a free port of this machine. */
export async function startEngine(state: State, { preview, answerInvoke }: EngineOptions) {
  const recording: Recording = { resources: [], invokes: [], outputs: new Map(), logs: [] };
  let root = '';
  const monitor: ServedService = [
    resourceService.ResourceMonitorService,
    {
      getDeploymentInfo: unary<Empty.Empty, resource.DeploymentInfo>(() => {
        const feature = resource.ResourceMonitorFeature;
        const info = new resource.DeploymentInfo();
        info.setSupportedfeaturesList([
          feature.RESOURCE_MONITOR_FEATURE_SECRETS,
          feature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
          feature.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
          feature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
          feature.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
        ]);
        return info;
      }),
      registerResource: unary<resource.RegisterResourceRequest, resource.RegisterResourceResponse>(
        (request) => {
          const registered = toRegistered(request, urnOf(request));
          recording.resources.push(registered);
          const response = new resource.RegisterResourceResponse();
          response.setUrn(registered.urn);
          if (!request.getCustom()) return response;
          // A preview knows what goes in, and what is in the state already.
          const made = state.get(registered.urn) ?? (preview ? undefined : makeOutputs(registered));
          if (made !== undefined) {
            state.set(registered.urn, made);
            response.setId(`${registered.name}-id`);
          }
          response.setObject(toStruct(toOutputs(registered, made ?? {})));
          return response;
        },
      ),
      registerResourceOutputs: unary<resource.RegisterResourceOutputsRequest, Empty.Empty>(
        (request) => {
          recording.outputs.set(nameOf(request.getUrn()), toWire(request.getOutputs()));
          return emptyMessage();
        },
      ),
      invoke: unary<resource.ResourceInvokeRequest, resource.ResourceInvokeResponse>((request) => {
        const invoked = { token: request.getTok(), args: toWire(request.getArgs()) };
        recording.invokes.push(invoked);
        const response = new resource.ResourceInvokeResponse();
        try {
          response.setReturn(toStruct(answerInvoke(invoked)));
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error);
          throw new Error(`invocation of ${invoked.token} returned an error: ${reason}`);
        }
        return response;
      }),
      signalAndWaitForShutdown: unary<Empty.Empty, Empty.Empty>(emptyMessage),
    },
  ];
  const services: ServedService = [
    engineService.EngineService,
    {
      log: unary<engine.LogRequest, Empty.Empty>((request) => {
        const severity = SEVERITIES[request.getSeverity()];
        recording.logs.push({ severity, message: request.getMessage() });
        return emptyMessage();
      }),
      getRootResource: unary<Empty.Empty, engine.GetRootResourceResponse>(() =>
        new engine.GetRootResourceResponse().setUrn(root),
      ),
      setRootResource: unary<engine.SetRootResourceRequest, engine.SetRootResourceResponse>(
        (request) => {
          root = request.getUrn();
          return new engine.SetRootResourceResponse();
        },
      ),
    },
  ];
  const server = await serveGrpc(monitor, services);
  return {
    address: `127.0.0.1:${server.port}`,
    recording,
    stop: () => {
      server.stop();
    },
  };
}

/**
 * What the engine itself does to a provider's outputs: those that the SDK or the program declares
 * secret (`additionalSecretOutputs`, such as RandomPassword's `result`) it marks, and an output
 * named like a secret input keeps that input's mark.
 */
function toOutputs({ inputs, options }: Registered, made: WireObject): WireObject {
  const outputs = { ...inputs, ...made };
  return Object.fromEntries(
    Object.entries(outputs).map(([key, value]) => [
      key,
      options.additionalSecretOutputs.includes(key) ? toSecret(reveal(value)) : value,
    ]),
  );
}

function toRegistered(request: resource.RegisterResourceRequest, urn: string): Registered {
  return {
    urn,
    type: request.getType(),
    name: request.getName(),
    parent: nameOf(request.getParent()),
    inputs: toWire(request.getObject()),
    dependencies: request.getDependenciesList().map(nameOf).toSorted(),
    options: {
      deleteBeforeReplace: request.getDeletebeforereplace(),
      deletedWith: nameOf(request.getDeletedwith()),
      ignoreChanges: request.getIgnorechangesList(),
      replaceOnChanges: request.getReplaceonchangesList(),
      aliases: aliasNames(request),
      additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
      protect: request.getProtect() ?? false,
      retainOnDelete: request.getRetainondelete() ?? false,
      import: request.getImportid(),
    },
  };
}

/** The other names of the resource; an alias of the SDK for another version of Azure's API has no name. */
function aliasNames(request: resource.RegisterResourceRequest): readonly string[] {
  return request
    .getAliasesList()
    .map((alias) => alias.getSpec()?.getName() ?? '')
    .filter((name) => name !== '')
    .toSorted();
}

/** https://www.pulumi.com/docs/iac/concepts/resources/names/#urns */
function urnOf(request: resource.RegisterResourceRequest): string {
  const [type, name] = [request.getType(), request.getName()];
  const parentType = request.getParent().split('::')[2];
  const qualified =
    parentType === undefined || parentType === 'pulumi:pulumi:Stack'
      ? type
      : `${parentType}$${type}`;
  return `urn:pulumi:stack::project::${qualified}::${name}`;
}

function nameOf(urn: string): string {
  return urn.split('::').slice(3).join('::');
}

function toWire(value: Struct.Struct | undefined): WireObject {
  return fromStruct(value) as WireObject;
}
