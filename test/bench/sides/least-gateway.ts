// The second baseline: the least that any gateway must do. It finds the key in a table, reads the body,
// finds the model, calls Azure with headers of its own, answers with a Response of its own and writes one
// line. It limits nothing, checks nothing further and does not fail over.

interface Bindings {
  readonly CHIT_USERS: string;
  readonly MODELS: string;
  readonly BACKENDS: string;
}

interface Tables {
  readonly users: ReadonlyMap<string, string>;
  readonly models: ReadonlySet<string>;
  readonly endpoint: string;
}

let tables: Tables | undefined;

export default {
  async fetch(request: Request, env: Bindings): Promise<Response> {
    const startMs = Date.now();
    tables ??= readTables(env);
    const { users, models, endpoint } = tables;
    const user = users.get(request.headers.get('authorization')?.slice('Bearer '.length) ?? '');
    if (user === undefined) {
      // Or the client would see a broken connection instead of the refusal.
      await request.body?.pipeTo(new WritableStream());
      return refuse(401, 'invalid_api_key');
    }
    const body = await request.arrayBuffer();
    const type = request.headers.get('content-type') ?? '';
    const model = type === 'application/json' ? modelOfJson(body) : modelOfForm(body);
    if (!models.has(model)) return refuse(404, 'model_not_found');
    const { pathname } = new URL(request.url);
    const answer = await fetch(`${endpoint}/openai${pathname}`, {
      method: request.method,
      headers: {
        'api-key': 'key',
        'content-type': type,
        'x-ms-workload': request.headers.get('x-ms-workload') ?? '',
      },
      body,
    });
    const { status } = answer;
    console.log(JSON.stringify({ user, model, status, ms: Date.now() - startMs }));
    const headers = {
      'content-type': answer.headers.get('content-type') ?? '',
      'access-control-allow-origin': '*',
      'x-request-id': answer.headers.get('apim-request-id') ?? '',
    };
    return new Response(answer.body, { status, headers });
  },
};

function readTables(env: Bindings): Tables {
  const users = JSON.parse(atob(env.CHIT_USERS)) as { name: string; key: string }[];
  const models = JSON.parse(env.MODELS) as { id: string }[];
  const [backend] = JSON.parse(env.BACKENDS) as { endpoint: string }[];
  return {
    users: new Map(users.map(({ name, key }) => [key, name])),
    models: new Set(models.map(({ id }) => id)),
    endpoint: backend?.endpoint ?? '',
  };
}

function modelOfJson(body: ArrayBuffer): string {
  return (JSON.parse(new TextDecoder().decode(body)) as { model: string }).model;
}

/** OpenAI's SDK writes the file first: the model is near the end. */
function modelOfForm(body: ArrayBuffer): string {
  const text = new TextDecoder('latin1').decode(body.slice(-1024));
  const start = text.indexOf('name="model"\r\n\r\n') + 'name="model"\r\n\r\n'.length;
  return text.slice(start, text.indexOf('\r\n', start));
}

function refuse(status: number, code: string): Response {
  return Response.json({ error: { message: code, code } }, { status });
}
