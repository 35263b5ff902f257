import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedNotification {
  headers: Record<string, string | undefined>;
  body: Buffer;
  json: any; // what arrives is what the specs look at
  at: number;
  url: string;
}

/** A merchant's notify address that keeps everything and answers as told. */
export class NotifyReceiver {
  readonly received: ReceivedNotification[] = [];
  /** The status for the next notification. */
  answer: (notification: ReceivedNotification) => number = () => 204;
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks);
        const notification: ReceivedNotification = { headers: request.headers as ReceivedNotification['headers'], body, json: JSON.parse(body.toString('utf8')), at: Date.now(), url: request.url ?? '' };
        this.received.push(notification);
        response.statusCode = this.answer(notification);
        response.end();
      });
    });
  }

  static async listen(): Promise<NotifyReceiver> {
    const receiver = new NotifyReceiver();
    await new Promise<void>((resolve) => receiver.server.listen(0, '127.0.0.1', resolve));
    receiver.server.unref(); // a failed spec must not keep the run waiting
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/notify`;
  }

  reset(): void {
    this.received.length = 0;
    this.answer = () => 204;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
