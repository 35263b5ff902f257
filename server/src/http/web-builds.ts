import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const repositoryRoot = join(dirname(fileURLToPath(import.meta.url)), '../../..');
/** `history`: the build's own routes are known in the browser only. */
const builds = [
  { prefix: '/app/', folder: join(repositoryRoot, 'miniapp/dist/h5'), history: false },
  { prefix: '/console/', folder: join(repositoryRoot, 'server/console/dist'), history: true },
].flatMap((build) => {
  const page = join(build.folder, 'index.html');
  return existsSync(page) ? [{ ...build, page: readFileSync(page, 'utf8') }] : [];
});

/** For the content security policy: the inline scripts the builds were made with, and no others, may run. */
export function inlineScriptHashes(): string[] {
  const scripts = builds.flatMap(({ page }) => [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)]);
  return scripts.map(([, source = '']) => `'sha256-${createHash('sha256').update(source).digest('base64')}'`);
}

/** Serves the resident app at /app/ and the console at /console/ (one image, one origin). */
export async function serveWebBuilds(app: NestFastifyApplication): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  for (const { prefix, folder, history } of builds) {
    await fastify.register(
      async (scope) => {
        await scope.register(fastifyStatic, {
          root: folder,
          cacheControl: false,
          setHeaders: (reply, path) => {
            // Files with a content hash in their name never change.
            reply.header('cache-control', /[.-][0-9A-Za-z_-]{8,}\.(js|css|woff2?|png|svg|jpg)$/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
          },
        });
        if (history) {
          scope.setNotFoundHandler((request, reply) => {
            if (/\.\w+$/.test(request.url.split('?')[0] ?? '')) return reply.status(404).send();
            return reply.header('cache-control', 'no-cache').sendFile('index.html', folder);
          });
        }
      },
      { prefix },
    );
    fastify.get(prefix.slice(0, -1), (_, reply) => reply.redirect(prefix));
  }
  fastify.get('/', (_, reply) => reply.redirect('/app/'));
}
