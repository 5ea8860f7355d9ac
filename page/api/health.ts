import { sendForJson } from './request.ts';
import { object, text } from './shape.ts';

/** Whether the gateway answers. */
export async function isHealthy(signal: AbortSignal): Promise<boolean> {
  const { status } = await sendForJson({ path: '/health', signal }, object({ status: text }));
  return status === 'ok';
}
