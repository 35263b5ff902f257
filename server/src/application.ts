import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import fastifyCookie from '@fastify/cookie';
import fastifyMultipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { AppModule } from './app.module.js';
import type { Config } from './config/index.js';
import { openDatabase } from './database/index.js';
import { entities } from './entities.js';
import { requestContext } from './http/index.js';
import { answerOf } from './http/error.filter.js';
import { NestLog } from './http/nest-log.js';
import { RequestLog } from './http/request-log.js';
import { securityHeaders } from './http/security-headers.js';
import { inlineScriptHashes, serveWebBuilds } from './http/web-builds.js';

/** Requests get this long to finish when the server stops. */
const stopGraceMs = 5000;

/** The whole server, ready to `listen`; `close()` stops jobs, finishes requests and releases the database. */
export async function createApplication(config: Config): Promise<NestFastifyApplication> {
  const dataSource = await openDatabase(config, entities);
  const always = securityHeaders({ imageOrigins: config.mapTiles ? [new URL(config.mapTiles.replace(/[{}]/g, '')).origin] : [], scripts: inlineScriptHashes(), https: config.production });
  const adapter = new FastifyAdapter({
    trustProxy: 'loopback',
    bodyLimit: 256 * 1024,
    genReqId: () => randomUUID(),
    requestTimeout: 60_000,
    logController: new RequestLog(),
    // What fails before any route, like a broken % in the address, answers in the one error shape too.
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      const { status, body } = answerOf(error, String(request.id));
      void reply.headers(always).header('x-request-id', String(request.id)).status(status).send(body);
    },
    logger: {
      level: config.logLevel,
      // Paths without their queries: those can carry codes and signatures. Headers and bodies are never logged.
      serializers: {
        req: (request: FastifyRequest) => ({ method: request.method, path: request.url.split('?')[0] }),
        res: (reply: { statusCode: number }) => ({ status: reply.statusCode }),
      },
    },
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config, dataSource), adapter, { rawBody: true, bufferLogs: false, logger: new NestLog(adapter) });
  const fastify = adapter.getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.headers(always).header('x-request-id', String(request.id));
    requestContext.run({ requestId: String(request.id) }, done);
  });
  // A connection that has not asked anything yet (browsers open them in advance) would hold up the stop.
  fastify.addHook('preClose', (done) => {
    setTimeout(() => fastify.server.closeAllConnections(), stopGraceMs).unref();
    done();
  });
  await app.register(fastifyCookie);
  await app.register(fastifyMultipart, { limits: { fileSize: 10 * 1024 * 1024, files: 1, fields: 5 } });
  document(app);
  await serveWebBuilds(app);
  app.enableShutdownHooks();
  await app.init();
  await fastify.ready();
  return app;
}

function document(app: NestFastifyApplication): void {
  const builder = new DocumentBuilder()
    .setTitle('首问 Shouwen')
    .setDescription('居民、窗口、热线、抢修共用的接口。错误统一为 { code, message, requestId }。')
    .setVersion('1')
    .addBearerAuth()
    .build();
  SwaggerModule.setup('api/docs', app, () => SwaggerModule.createDocument(app, builder), { jsonDocumentUrl: 'api/openapi.json' });
}
