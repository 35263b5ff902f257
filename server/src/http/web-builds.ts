import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Serves the resident app at /app/ and the console at /console/ (one image, one origin). */
export async function serveWebBuilds(app: NestFastifyApplication, root: string): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  const builds = [
    { prefix: '/app/', folder: join(root, 'miniapp/dist/h5'), history: false },
    { prefix: '/console/', folder: join(root, 'server/console/dist'), history: true },
  ];
  let decorated = false;
  for (const { prefix, folder, history } of builds) {
    if (!existsSync(join(folder, 'index.html'))) continue;
    await fastify.register(async (scope) => {
      await scope.register(fastifyStatic, {
        root: folder,
        prefix,
        decorateReply: !decorated,
        wildcard: true,
        cacheControl: false,
        setHeaders: (reply, path) => {
          // Files with a content hash in their name never change.
          reply.header('cache-control', /[.-][0-9A-Za-z_-]{8,}\.(js|css|woff2?|png|svg|jpg)$/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
        },
      });
      // The console's own routes are known in the browser only.
      if (history) scope.setNotFoundHandler((_, reply) => void reply.type('text/html').header('cache-control', 'no-cache').sendFile('index.html', folder));
    }, {});
    decorated = true;
    fastify.get(prefix.slice(0, -1), (_, reply) => void reply.redirect(prefix));
  }
  fastify.get('/', (_, reply) => void reply.redirect('/app/'));
}
