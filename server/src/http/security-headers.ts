import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';

/**
 * What browsers are told with every answer, in helmet's words. None of it depends on the request, so helmet is asked once, not for each answer.
 * `imageOrigins`: from where else images may come; `scripts`: hashes of the pages' own inline scripts; `https`: the house is reached by https only.
 */
export function securityHeaders({ imageOrigins, scripts, https }: { imageOrigins: readonly string[]; scripts: readonly string[]; https: boolean }): Record<string, string> {
  const told = helmet({
    contentSecurityPolicy: {
      directives: {
        'default-src': ["'self'"],
        'img-src': ["'self'", 'data:', 'blob:', ...imageOrigins],
        'style-src': ["'self'", "'unsafe-inline'"],
        'script-src': ["'self'", ...scripts],
        'connect-src': ["'self'"],
        // Sending a form away is not needed anywhere.
        'form-action': ["'self'"],
        'upgrade-insecure-requests': https ? [] : null,
      },
    },
    strictTransportSecurity: https,
  });
  const headers: Record<string, string> = {};
  const answer = { setHeader: (name: string, value: string) => void (headers[name.toLowerCase()] = value), removeHeader: () => undefined };
  told({} as IncomingMessage, answer as unknown as ServerResponse, (error?: unknown) => {
    if (error !== undefined) throw error;
  });
  return headers;
}
